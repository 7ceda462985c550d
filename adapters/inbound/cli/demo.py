"""`passepartout demo`: buys two framed prints like a customer and shows every step."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

INTERRUPTED = 130


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

    from adapters.inbound.demo.refusals import DemoFailed

    # The first Ctrl-C stops what the demo started; another one does not interrupt that.
    try:
        asyncio.run(_until_interrupted(arguments))
    except DemoFailed as failure:
        sys.stderr.write(f"passepartout demo: {failure}\n")
        return 1
    except asyncio.CancelledError:
        return INTERRUPTED
    return 0


async def _until_interrupted(arguments: Namespace) -> None:
    import asyncio
    import signal

    from adapters.inbound.demo.demonstration import demonstrate

    demonstration = asyncio.create_task(
        demonstrate(arguments.picture, arguments.data_dir, arguments.timeout_s)
    )

    def stop() -> None:
        if not demonstration.cancelling():
            demonstration.cancel()

    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(sign, stop)
    await demonstration
