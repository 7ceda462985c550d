"""From which address a request really comes, where proxies of ours stand before the shop.

`X-Forwarded-For` is read, which every proxy can write; `Forwarded` (RFC 7239) is not: whoever
trusts two headers must make sure that every proxy strips the other.
"""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler

Connection = ASGIConnection[BaseRouteHandler, object, object, State]
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

REMEMBERED = 4096
# One customer of a network has a whole /64 of IPv6 addresses to choose from.
IPV6_HOST_BITS = 64


class ClientAddress:
    """The peer, unless it is a proxy of ours: then the right-most address that is none of ours.

    What stands further left was written by the caller and is not looked at, so that nobody can
    choose the address they are counted under.
    """

    def __init__(self, trusted: Sequence[Network]) -> None:
        self._trusted = trusted
        self._remembered = lru_cache(REMEMBERED)(self.counted_as)

    def __call__(self, connection: Connection) -> str:
        peer = connection.client.host if connection.client else ""
        if not self._trusted:
            return self._remembered(peer, "")
        return self._remembered(peer, ",".join(connection.headers.getall("x-forwarded-for", [])))

    def counted_as(self, peer: str, forwarded: str) -> str:
        """An IPv4 address or an IPv6 network; a peer without an address counts by its name."""
        nearest = _read(peer)
        if nearest is None:
            return peer
        for hop in reversed(forwarded.split(",")):
            if not self._is_ours(nearest):
                break
            address = _read(hop)
            # A proxy of ours writes addresses, so this is as far as its word goes.
            if address is None:
                break
            nearest = address
        return _written(nearest)

    def _is_ours(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def _read(written: str) -> Address | None:
    """Also with a port behind it, as some proxies write it."""
    text = written.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _written(address: Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    network = IPv6Address(int(address) >> IPV6_HOST_BITS << IPV6_HOST_BITS)
    return f"{network}/{128 - IPV6_HOST_BITS}"
