"""`passepartout up`: a whole shop on this machine, until Ctrl-C or SIGTERM."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path


def add_arguments(parser: ArgumentParser) -> None:
    parser.epilog = (
        "With DATABASE_URL, BROKER_URL and CACHE_URL, STRIPE_API_BASE or PRODIGI_API_BASE set, "
        "those are used and the embedded part is not started."
    )
    parser.add_argument(
        "--data-dir",
        type=Path,
        default=Path("var"),
        help="where databases, pictures, mails, logs and secrets are kept (./%(default)s)",
    )
    parser.add_argument(
        "--port", type=int, default=8080, help="port of the API; 0 picks a free one (%(default)s)"
    )
    parser.add_argument(
        "--time-factor",
        type=float,
        default=30.0,
        help="how much faster than a real one the simulated print lab works (%(default)s)",
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing but what goes wrong")


def run(arguments: Namespace) -> None:
    import uvloop

    uvloop.run(_until_told_to_stop(arguments))


async def _until_told_to_stop(arguments: Namespace) -> None:
    import asyncio
    import signal

    shop = asyncio.create_task(_keep_shop(arguments))

    def stop() -> None:
        # A second Ctrl-C changes nothing: every child's end has a deadline already.
        if not shop.cancelling():
            shop.cancel()

    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(sign, stop)
    await asyncio.wait({shop})
    if not shop.cancelled():
        shop.result()


async def _keep_shop(arguments: Namespace) -> None:
    import asyncio
    import os
    import time

    from adapters.inbound.supervisor.environment import settings_in
    from adapters.inbound.supervisor.journal import to_terminal
    from adapters.inbound.supervisor.notice import table
    from adapters.inbound.supervisor.stack import running_stack

    began = time.monotonic()
    async with running_stack(
        arguments.data_dir,
        port=arguments.port,
        environment=settings_in(os.environ),
        time_factor=arguments.time_factor,
        say=to_terminal,
    ) as stack:
        if not arguments.quiet:
            seconds = time.monotonic() - began
            sys.stdout.write(f"\n{table(stack.environment)}\n\nready in {seconds:.1f} s\n")
            sys.stdout.flush()
        await asyncio.Event().wait()
