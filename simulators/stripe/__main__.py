"""Starts the simulator; see `--help` for its options."""

import asyncio
import logging
import sys

from simulators.shared.serve import serve
from simulators.stripe.app import running_app
from simulators.stripe.settings import Settings, read_settings


async def main(settings: Settings) -> None:
    """Serve until a signal says stop."""
    async with running_app(settings) as app:
        await serve(app, port=settings.port)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        asyncio.run(main(read_settings()))
    except OSError as error:
        sys.exit(f"The Stripe simulator cannot start: {error}")
