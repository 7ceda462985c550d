"""Whether an internet address belongs to everybody, in whatever form it is wrapped."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# RFC 4291, section 2.4: all global unicast addresses that are given out.
GLOBAL_UNICAST = IPv6Network("2000::/3")
# RFC 6052: an IPv4 address in the last 32 bits, where a network translates.
NAT64 = IPv6Network("64:ff9b::/96")
# Addresses of old tunnels and of examples (RFC 4380, 3849, 9637): nothing is served from there.
NOT_SERVED = (
    IPv6Network("2001::/32"),
    IPv6Network("2001:db8::/32"),
    IPv6Network("3fff::/20"),
)
RELAYS_6TO4 = IPv4Address("192.88.99.0"), IPv4Address("192.88.99.255")


def is_public(address: str) -> bool:
    """What is no address at all is not public."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return _is_public_v4(found)
    return _is_public_v6(found)


def _is_public_v4(found: IPv4Address) -> bool:
    is_relay = RELAYS_6TO4[0] <= found <= RELAYS_6TO4[1]
    return found.is_global and not (found.is_multicast or found.is_reserved or is_relay)


def _is_public_v6(found: IPv6Address) -> bool:
    if found.scope_id is not None:
        return False
    if found in NAT64:
        return _is_public_v4(IPv4Address(int(found) & 0xFFFFFFFF))
    inner = found.ipv4_mapped or found.sixtofour
    if inner is not None:
        return _is_public_v4(inner)
    if found not in GLOBAL_UNICAST or any(found in network for network in NOT_SERVED):
        return False
    return found.is_global
