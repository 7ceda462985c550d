"""The `passepartout` command: names its subcommands and imports only the one that was asked for."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from adapters.inbound.supervisor.refusals import CannotStart

COMMANDS = {
    "up": "Keep a whole shop running here: PostgreSQL, Valkey, stand-ins for Stripe and Prodigi, "
    "API, worker and relay.",
    "demo": "Watch a picture become a delivered order.",
    "api": "Serve the HTTP API.",
    "worker": "Work off jobs: prints, mails, renewed questions to the providers.",
    "relay": "Ring the bell for due jobs, and write down what recurs.",
    "grant": "Give somebody with an account the role of customer, staff or admin.",
    "doctor": "Prove that all parts fit together, and name the fix where they do not.",
    "reconcile": "Compare payments, orders and prints with Stripe and the lab, once and now.",
    "simulate": "Live through orders under faults, in memory, as a seed says.",
    "migrate": "Bring the database's schema up to date.",
}


def main(words: Sequence[str] | None = None) -> int:
    """The exit code: 1 with a sentence for what keeps a program from starting, 2 for bad usage."""
    given = list(sys.argv[1:] if words is None else words)
    arguments = _parser(given).parse_args(given)
    try:
        code: int | None = import_module(_module(arguments.command)).run(arguments)
    except CannotStart as refusal:
        sys.stderr.write(f"passepartout {arguments.command}: {refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return code or 0


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="passepartout",
        description="A headless commerce backend for goods made to order. "
        "Settings are read from environment variables.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    chosen = next((word for word in given if not word.startswith("-")), None)
    for name, sentence in COMMANDS.items():
        command = commands.add_parser(name, help=sentence, description=sentence)
        if name == chosen:
            import_module(_module(name)).add_arguments(command)
    return parser


def _module(command: str) -> str:
    return f"adapters.inbound.cli.{command}"


if __name__ == "__main__":
    sys.exit(main())
