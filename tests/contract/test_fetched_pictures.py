"""A picture elsewhere is fetched over https from the address that was checked, and within bounds.

The server is real and speaks TLS; only its port, its certificate's signer, the resolver and the
rule that keeps loopback out are the test's.
"""

import asyncio
import gzip
import hashlib
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from adapters.outbound.fetching.https_picture_fetcher import HttpsPictureFetcher
from application.media.ports import PictureFetchingBusy
from domain.media.limits import PictureLimits
from domain.media.picture_url import PictureUrl, PictureUrlRefused, PictureUrlUnreachable
from domain.media.public_address import is_public
from domain.media.refusals import PictureTooLarge
from tests.contract.tls_host import HOST, OTHER_HOST, TlsHost, running_tls_host

LIMITS = PictureLimits(bytes_max=3_000_000, pixels_max=1, side_px_max=1)
PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 40
HERE = "127.0.0.1"


@dataclass
class Internet:
    """`addresses` are the answers of the resolver, one for each question; the last one stays."""

    host: TlsHost
    addresses: list[Sequence[str]] = field(default_factory=lambda: [[HERE]])
    asked: list[str] = field(default_factory=list)

    async def resolve(self, name: str) -> Sequence[str]:
        self.asked.append(name)
        return self.addresses.pop(0) if len(self.addresses) > 1 else self.addresses[0]

    def fetcher(self, **otherwise: Any) -> HttpsPictureFetcher:
        usual: dict[str, Any] = {
            "timeout_s": 5.0,
            "read_timeout_s": 2.0,
            "at_once": 2,
            "wait_s": 5.0,
            "port": self.host.port,
            "tls": self.host.trusting,
            "resolve": self.resolve,
            "address_rule": lambda address: address == HERE,
        }
        return HttpsPictureFetcher(LIMITS, **(usual | otherwise))

    async def fetch(self, path: str = "/picture.jpg", **otherwise: Any) -> bytes:
        async with self.fetcher(**otherwise).fetch(PictureUrl.read(f"https://{HOST}{path}")) as got:
            data = got.file.read()
            assert got.bytes_count == len(data)
            assert got.sha256 == hashlib.sha256(data).hexdigest()
        return data


@pytest.fixture
async def internet(tmp_path: Path) -> AsyncIterator[Internet]:
    async with running_tls_host(tmp_path) as host:
        yield Internet(host)


def answer(status: str, body: bytes = b"", **headers: str) -> bytes:
    told = {"Content_Length": str(len(body)), **headers}
    named = [f"{name.replace('_', '-')}: {value}" for name, value in told.items()]
    lines = [f"HTTP/1.1 {status}", *named]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def test_a_picture_is_fetched_with_its_name_and_type(internet: Internet) -> None:
    internet.host.say(answer("200 OK", PICTURE, Content_Type="image/jpeg"))
    url = PictureUrl.read(f"https://{HOST}/dogs/My%20dog.jpg?size=large")
    async with internet.fetcher().fetch(url) as got:
        assert got.file.read() == PICTURE
        assert (got.declared_type, got.name) == ("image/jpeg", "/dogs/My dog.jpg")
    (asked,) = internet.host.heard
    assert asked.startswith("GET /dogs/My%20dog.jpg?size=large HTTP/1.1\r\n")
    assert f"\r\nhost: {HOST}\r\n" in asked.lower()
    assert "\r\naccept-encoding: identity\r\n" in asked.lower()
    assert internet.host.names == [HOST]


async def test_no_proxy_of_the_environment_is_asked(
    internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    internet.host.say(answer("200 OK", PICTURE))
    assert await internet.fetch() == PICTURE


async def test_a_certificate_of_another_name_is_refused(internet: Internet) -> None:
    internet.host.say(answer("200 OK", PICTURE))
    with pytest.raises(PictureUrlUnreachable):
        async with internet.fetcher().fetch(PictureUrl.read(f"https://{OTHER_HOST}/x")):
            pass
    assert internet.host.heard == []


async def test_a_signer_whom_nobody_knows_is_refused(internet: Internet) -> None:
    internet.host.say(answer("200 OK", PICTURE))
    with pytest.raises(PictureUrlUnreachable):
        await internet.fetch(tls=None)


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.0.0.8"],
        ["169.254.169.254"],
        ["::1"],
        ["fe80::1%1"],
        ["fd00::1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["2002:7f00:1::"],
        ["0.0.0.0"],  # noqa: S104 - looked at, not listened on
        ["100.64.0.1"],
        ["93.184.215.14", "10.0.0.8"],
        [],
    ],
)
async def test_what_is_not_wholly_public_is_not_connected_to(
    internet: Internet, addresses: Sequence[str]
) -> None:
    internet.addresses = [addresses]
    with pytest.raises(PictureUrlRefused) as refused:
        await internet.fetch(address_rule=is_public)
    assert refused.value.facts == {"why": "host"}
    assert internet.host.names == []


async def test_an_unknown_name_is_refused_in_the_same_words(internet: Internet) -> None:
    async def unknown(name: str) -> Sequence[str]:
        raise OSError(name)

    with pytest.raises(PictureUrlRefused) as refused:
        await internet.fetch(resolve=unknown)
    assert refused.value.facts == {"why": "host"}


async def test_a_name_that_changes_its_mind_is_asked_once_per_connection(
    internet: Internet,
) -> None:
    internet.addresses = [[HERE], ["10.0.0.8"]]
    internet.host.say(answer("200 OK", PICTURE))
    assert await internet.fetch() == PICTURE
    assert internet.asked == [HOST]


async def test_a_redirect_is_checked_anew(internet: Internet) -> None:
    internet.addresses = [[HERE], ["10.0.0.8"]]
    internet.host.say(answer("302 Found", Location="/elsewhere.jpg"))
    with pytest.raises(PictureUrlRefused):
        await internet.fetch()
    assert len(internet.host.heard) == 1


async def test_redirects_on_the_same_host_are_followed_three_times(internet: Internet) -> None:
    leads_on = [answer("302 Found", Location=f"/{turn}.jpg") for turn in range(3)]
    internet.host.say(*leads_on, answer("200 OK", PICTURE))
    assert await internet.fetch() == PICTURE
    internet.host.say(*leads_on, answer("302 Found", Location="/3.jpg"))
    with pytest.raises(PictureUrlRefused) as refused:
        await internet.fetch()
    assert refused.value.facts == {"why": "redirect"}


@pytest.mark.parametrize(
    "location",
    [
        f"http://{HOST}/x.jpg",
        f"https://{OTHER_HOST}/x.jpg",
        f"https://{HOST}:8443/x.jpg",
        f"https://me@{HOST}/x.jpg",
        f"//{OTHER_HOST}/x.jpg",
        "https://127.0.0.1/x.jpg",
        "file:///etc/passwd",
        "/x y.jpg",
    ],
)
async def test_redirects_to_elsewhere_are_refused(internet: Internet, location: str) -> None:
    internet.host.say(answer("301 Moved Permanently", Location=location))
    with pytest.raises(PictureUrlRefused):
        await internet.fetch()
    assert len(internet.host.heard) == 1


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "204 No Content", "206 Partial"])
async def test_any_other_answer_is_no_picture(internet: Internet, status: str) -> None:
    internet.host.say(answer(status, b"-"))
    with pytest.raises(PictureUrlUnreachable):
        await internet.fetch()


async def test_what_is_announced_as_too_large_is_not_read(internet: Internet) -> None:
    internet.host.say(answer("200 OK", b"-", Content_Length=str(LIMITS.bytes_max + 1)))
    with pytest.raises(PictureTooLarge):
        await internet.fetch()


async def test_a_body_without_end_is_cut_off(internet: Internet) -> None:
    internet.host.say(b"HTTP/1.1 200 OK\r\n\r\n", forever=bytes(65_536))
    with pytest.raises(PictureTooLarge):
        await internet.fetch(timeout_s=20.0)
    assert internet.host.sent < LIMITS.bytes_max * 20


async def test_a_compressed_answer_is_refused_and_never_unpacked(internet: Internet) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    internet.host.say(answer("200 OK", bomb, Content_Encoding="gzip"))
    with pytest.raises(PictureUrlRefused) as refused:
        await internet.fetch()
    assert refused.value.facts == {"why": "encoding"}


async def test_a_body_that_ends_early_is_no_picture(internet: Internet) -> None:
    internet.host.say(answer("200 OK", PICTURE, Content_Length=str(len(PICTURE) + 1)))
    with pytest.raises(PictureUrlUnreachable):
        await internet.fetch()


@pytest.mark.parametrize(
    "trickle",
    [
        lambda host: host.say(b"", forever=b"X-Slow: 1\r\n", pause_s=0.1),
        lambda host: host.say(b"HTTP/1.1 200 OK\r\n\r\n", forever=b"-", pause_s=0.1),
        lambda host: host.say(b"HTTP/1.1 200 OK\r\n\r\n", forever=b"-", pause_s=60.0),
    ],
)
async def test_who_trickles_is_left_in_time(
    internet: Internet, trickle: Callable[[TlsHost], None]
) -> None:
    trickle(internet.host)
    begun = time.monotonic()
    with pytest.raises(PictureUrlUnreachable):
        await internet.fetch(timeout_s=1.0, read_timeout_s=0.5)
    assert time.monotonic() - begun < 3


async def test_only_so_many_are_fetched_at_once(internet: Internet) -> None:
    internet.host.say(b"HTTP/1.1 200 OK\r\n\r\n", forever=b"-", pause_s=0.1)
    fetcher = internet.fetcher(timeout_s=2.0, at_once=1, wait_s=0.2)

    async def fetched() -> None:
        async with fetcher.fetch(PictureUrl.read(f"https://{HOST}/x.jpg")):
            pass

    outcomes = await asyncio.gather(fetched(), fetched(), return_exceptions=True)
    assert {type(each) for each in outcomes} == {PictureUrlUnreachable, PictureFetchingBusy}


async def test_an_address_that_nobody_listens_at_is_passed_over(internet: Internet) -> None:
    internet.addresses = [["127.0.0.2", HERE]]
    internet.host.say(answer("200 OK", PICTURE))
    assert await internet.fetch(address_rule=lambda address: address.startswith("127.")) == PICTURE
