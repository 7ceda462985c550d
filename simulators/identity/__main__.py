"""`python -m simulators.identity`: an OpenID Connect issuer on 127.0.0.1; see `--help`."""

import asyncio
import logging
import sys

from simulators.identity.app import running_app
from simulators.identity.settings import Settings, read_settings
from simulators.shared.serve import serve


async def main(settings: Settings) -> None:
    """Serve until a signal says stop."""
    async with running_app(settings) as app:
        await serve(app, port=settings.port)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    try:
        asyncio.run(main(read_settings()))
    except OSError as error:
        sys.exit(f"The issuer cannot start: {error}")
