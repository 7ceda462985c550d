"""`passepartout demo`: buys two framed prints like a customer and shows every step."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path


def add_arguments(parser: ArgumentParser) -> None:
    parser.epilog = (
        "Uses the shop that `passepartout up` keeps running; if there is none, starts one and "
        "stops it at the end."
    )
    parser.add_argument(
        "--picture", type=Path, help="a photograph of yours; without it one is painted"
    )
    parser.add_argument(
        "--data-dir", type=Path, default=Path("var"), help="the shop's directory (./%(default)s)"
    )
    parser.add_argument(
        "--timeout-s", type=float, default=120.0, help="give up after so long (%(default)s)"
    )


def run(arguments: Namespace) -> int:
    """0 only when the order was delivered, and each print and each mail exists exactly once."""
    import asyncio

    from adapters.inbound.demo.demonstration import demonstrate
    from adapters.inbound.demo.refusals import DemoFailed

    try:
        return asyncio.run(_until_interrupted(demonstrate(arguments)))
    except DemoFailed as failure:
        sys.stderr.write(f"passepartout demo: {failure}\n")
        return 1
