"""An S3-compatible store that is away, or set up wrongly, is told as such and never as a loss."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from adapters.inbound.doctor.examination import Check, Examination
from adapters.inbound.doctor.pictures import FIX, NAME, Pictures
from adapters.inbound.doctor.unsaid import Unsaid
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.storage.bucket import Bucket
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from adapters.outbound.storage.s3 import PART_BYTES, S3Assets
from adapters.outbound.storage.s3_store import connected
from adapters.settings import Settings
from application.shared.outcomes import Unavailable
from tests.contract.object_stores import KEY, SECRET, a_bucket, new_bucket

SIGNATURES = HmacAssetSignatures("a secret for tests", "http://shop.example/")
IMPATIENT_S = 0.5
HALF_AN_ANSWER = (
    b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nETag: "x"\r\n'
    b"Last-Modified: Sat, 21 Nov 2026 10:00:00 GMT\r\n\r\nonly this"
)


def assets_in(bucket: Bucket) -> S3Assets:
    return S3Assets(connected(bucket), SIGNATURES)


def free_address() -> str:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{closed.getsockname()[1]}"


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[str]:
    """A server that says this to everybody, and no more."""

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(say, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def read(assets: S3Assets) -> None:
    stored = await assets.open("a.png")
    async for _ in stored.chunks:
        pass


async def as_file(assets: S3Assets) -> None:
    async with assets.as_file("a.png"):
        pass


CALLS: dict[str, Callable[[S3Assets], Awaitable[None]]] = {
    "put": lambda assets: assets.put("a.png", b"bytes", "image/png"),
    "put_file": lambda assets: assets.put_file("a.png", Path(__file__), "image/png"),
    "open": read,
    "as_file": as_file,
    "delete": lambda assets: assets.delete("a.png"),
}


@pytest.mark.parametrize("call", CALLS)
async def test_a_store_that_is_away_may_be_asked_again(call: str) -> None:
    away = assets_in(a_bucket(free_address(), "s3://shop", IMPATIENT_S))
    with pytest.raises(Unavailable) as told:
        await CALLS[call](away)
    assert told.value.provider == "storage"


@pytest.mark.parametrize("call", ["put", "put_file", "open", "as_file"])
async def test_a_bucket_that_is_not_there_is_no_missing_file(object_store: str, call: str) -> None:
    with pytest.raises(Unavailable, match="no such bucket"):
        await CALLS[call](assets_in(a_bucket(object_store, "s3://no-such-bucket")))


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        HALF_AN_ANSWER,
    ],
)
@pytest.mark.parametrize("call", ["open", "as_file"])
async def test_what_is_refused_or_cut_short_is_never_taken_for_a_file(
    call: str, answer: bytes
) -> None:
    async with answering(answer) as address:
        with pytest.raises(Unavailable):
            await CALLS[call](assets_in(a_bucket(address, "s3://shop", IMPATIENT_S)))


async def test_an_outage_quotes_no_secret(object_store: str) -> None:
    for bucket in (
        a_bucket(free_address(), "s3://shop", IMPATIENT_S),
        a_bucket(object_store, "s3://no-such-bucket"),
    ):
        with pytest.raises(Unavailable) as told:
            await assets_in(bucket).put("a.png", b"bytes", "image/png")
        assert KEY not in repr(told.value)
        assert SECRET not in repr(told.value) + repr(bucket)


async def test_a_large_file_goes_in_parts_and_comes_back_whole(
    object_store: str, tmp_path: Path
) -> None:
    assets, large = assets_in(new_bucket(object_store)), tmp_path / "large"
    content = bytes(range(256)) * (PART_BYTES // 256) + b"and a little more"
    large.write_bytes(content)
    await assets.put_file("a.png", large, "image/png")
    async with assets.as_file("a.png") as path:
        assert path.read_bytes() == content
    assert not path.exists()


async def test_two_prefixes_of_one_bucket_do_not_see_each_other(object_store: str) -> None:
    ours = new_bucket(object_store)
    theirs = a_bucket(object_store, f"s3://{ours.name}/another")
    await assets_in(ours).put("a.png", b"bytes", "image/png")
    await assets_in(theirs).delete("a.png")
    await read(assets_in(ours))


async def test_the_doctor_writes_reads_and_deletes_a_file_there(object_store: str) -> None:
    bucket = new_bucket(object_store)
    async with httpx.AsyncClient(trust_env=False) as http:
        look = Pictures(assets=assets_in(bucket), clock=MemoryClock(), http=http)
        written, _ = await look()
        assert (written.check, written.found) == (NAME, "written and read back")
        listed = await http.get(f"{object_store}/{bucket.name}")
        assert "<Key>" not in listed.text


async def test_the_doctor_tells_that_the_bucket_is_not_there(object_store: str) -> None:
    missing = assets_in(a_bucket(object_store, "s3://no-such-bucket"))
    async with httpx.AsyncClient(trust_env=False) as http:
        look = Pictures(assets=missing, clock=MemoryClock(), http=http)
        check = Check(NAME, look, FIX)
        unsaid = Unsaid.of(Settings())
        (told,) = await Examination(checks=[check], timeout_s=20, unsaid=unsaid)()
    assert "no such bucket" in told.found
    assert "STORAGE_S3_ENDPOINT" in told.fix
