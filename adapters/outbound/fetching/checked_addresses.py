"""A name's addresses, all of which must belong to the public internet."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from domain.media.picture_url import refused

Resolve = Callable[[str], Awaitable[Sequence[str]]]
AddressRule = Callable[[str], bool]
# As `socket.getaddrinfo` tells it.
AddressInfo = tuple[Any, Any, Any, Any, tuple[Any, ...]]
# A name with one bad address among good ones is tried no further, so this only bounds the work.
ADDRESSES_MAX = 20
# Of their own: a name whose servers keep silent holds its thread for longer than anybody waits, and
# files are written in the others.
RESOLVERS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="names")


async def resolve_by_system(host: str) -> Sequence[str]:
    """In the order in which they should be tried. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.run_in_executor(RESOLVERS, _look_up, host)
    return list(dict.fromkeys(str(address[0]) for _, _, _, _, address in found))


def _look_up(host: str) -> list[AddressInfo]:
    return list(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))


async def checked_addresses(host: str, resolve: Resolve, is_public: AddressRule) -> Sequence[str]:
    """Raises PictureUrlRefused, in the same words for a name that is unknown and for one that
    leads inside: which names our own network knows is nobody's business.
    """
    try:
        addresses = await resolve(host)
    except (OSError, UnicodeError):
        addresses = []
    if not 0 < len(addresses) <= ADDRESSES_MAX or not all(map(is_public, addresses)):
        raise refused("host", "The address must name a host on the public internet.")
    return addresses
