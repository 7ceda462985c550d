"""`python -m simulators.prodigi`: a stand-in for the Prodigi Print API v4 on 127.0.0.1."""

import asyncio
import logging
import sys

from simulators.prodigi.app import build_app
from simulators.prodigi.settings import read_settings
from simulators.shared.serve import serve


def main() -> int:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    settings = read_settings()
    try:
        asyncio.run(serve(build_app(settings), port=settings.port))
    except OSError as error:
        sys.stderr.write(f"cannot listen on 127.0.0.1:{settings.port}: {error.strerror}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
