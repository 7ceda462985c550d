"""Nobody chooses the address they are counted under."""

from ipaddress import IPv4Network, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.inbound.http.client_address import ClientAddress

OURS = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
PROXY, INNER_PROXY = "10.0.0.1", "10.9.9.9"
BUYER = "203.0.113.7"

behind_proxies = ClientAddress(OURS)
anywhere = st.ip_addresses().filter(lambda each: not any(each in network for network in OURS))
# What callers may write before a proxy adds to it: lists of addresses, and anything else.
invented = st.one_of(st.text(max_size=80), st.lists(st.ip_addresses()).map(str))


@given(peer=anywhere, header=invented)
def test_a_peer_that_is_no_proxy_of_ours_is_counted_whatever_it_sends(
    peer: object, header: str
) -> None:
    told = behind_proxies.counted_as(str(peer), header)
    assert told == behind_proxies.counted_as(str(peer), "")


@given(buyer=anywhere, header=invented)
def test_behind_a_proxy_only_what_the_proxy_wrote_counts(buyer: object, header: str) -> None:
    told = behind_proxies.counted_as(PROXY, f"{header},{buyer}")
    assert told == behind_proxies.counted_as(str(buyer), "")


@given(buyer=anywhere, header=invented)
def test_behind_two_proxies_the_outer_ones_word_counts(buyer: object, header: str) -> None:
    told = behind_proxies.counted_as(PROXY, f"{header}, {buyer}, {INNER_PROXY}")
    assert told == behind_proxies.counted_as(str(buyer), "")


@given(peer=st.ip_addresses(), header=invented)
def test_without_trusted_proxies_no_header_counts(peer: object, header: str) -> None:
    nobody = ClientAddress(())
    assert nobody.counted_as(str(peer), header) == nobody.counted_as(str(peer), "")


@given(st.text(max_size=80).filter(lambda text: "," not in text and not is_address(text)))
def test_garbage_from_a_proxy_counts_as_the_proxy(garbage: str) -> None:
    assert behind_proxies.counted_as(PROXY, garbage) == PROXY


PREFIXES = st.integers(1, 2**64 - 1).map(lambda prefix: prefix << 64)
HOSTS = st.integers(0, 2**64 - 1)


@given(PREFIXES, HOSTS, HOSTS)
def test_a_customers_whole_ipv6_network_counts_as_one(network: int, one: int, other: int) -> None:
    peers = [str(IPv6Address(network | host)) for host in (one, other)]
    assert len({ClientAddress(()).counted_as(peer, "") for peer in peers}) == 1


@pytest.mark.parametrize(
    ("peer", "header", "counted"),
    [
        (BUYER, "", BUYER),
        (PROXY, "", PROXY),
        (PROXY, f" {BUYER}", BUYER),
        (PROXY, f"{BUYER}:50123", BUYER),
        (PROXY, "[2001:db8:1:2:3::9]:443", "2001:db8:1:2::/64"),
        (PROXY, f"::ffff:{BUYER}", BUYER),
        ("::ffff:10.0.0.1", BUYER, BUYER),
        ("2001:db8:1:2:ffff::1", "", "2001:db8:1:2::/64"),
        (PROXY, f"{INNER_PROXY},{PROXY}", INNER_PROXY),
        (PROXY, f"{BUYER},unknown", PROXY),
        ("", BUYER, ""),
        ("a-socket", BUYER, "a-socket"),
    ],
)
def test_examples(peer: str, header: str, counted: str) -> None:
    assert behind_proxies.counted_as(peer, header) == counted


def is_address(text: str) -> bool:
    told = ClientAddress((IPv4Network("0.0.0.0/0"),)).counted_as(PROXY, text)
    return told != PROXY
