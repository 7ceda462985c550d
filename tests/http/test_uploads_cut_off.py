"""A line that breaks in the middle of a part: what arrived is kept, and the offset says so."""

import asyncio
import socket
import struct
from functools import partial
from operator import lt
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx

from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import Buyer
from tests.http.faults import seen
from tests.http.uploading import Sending, begun


async def cut_line(
    stack: Stack, upload: Sending, offset: int, data: bytes, *, length: int | None
) -> asyncio.StreamWriter:
    """Promises `length` bytes (or an end that never comes), and sends fewer."""
    address = urlsplit(stack.environment["PUBLIC_BASE_URL"])
    _, writer = await asyncio.open_connection(address.hostname, address.port)
    body = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    head = (
        f"PATCH {upload.path} HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Authorization: Bearer {upload.buyer.token}\r\nTus-Resumable: 1.0.0\r\n"
        f"Content-Type: application/offset+octet-stream\r\nUpload-Offset: {offset}\r\n"
        f"{body}\r\n\r\n"
    )
    framed = data if length is not None else f"{len(data):x}\r\n".encode() + data + b"\r\n"
    writer.write(head.encode() + framed)
    await writer.drain()
    return writer


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """Without the rest, but so that the server reads what was sent before."""
    writer.write_eof()
    writer.close()
    await writer.wait_closed()


def parts_of(stack: Stack, upload: Sending) -> list[Path]:
    root = Path(urlsplit(stack.environment["STORAGE_URL"]).path)
    return sorted((root / "uploads" / upload.path.rpartition("/")[2]).glob("*"))


async def test_what_arrived_before_the_cut_is_not_sent_again(
    stack: Stack, buyer: Buyer, picture: bytes
) -> None:
    upload, sent, third = await begun(buyer, len(picture)), 0, len(picture) // 3
    for length in (len(picture), None):
        data = picture[sent : sent + third]
        await hang_up(await cut_line(stack, upload, sent, data, length=length))
        before, sent = sent, await seen(upload.offset, partial(lt, sent))
        assert sent == before + third
    assert (await upload.part(sent, picture[sent:])).status_code == 204
    shown = (await upload.show()).json()
    assert (shown["status"], shown["picture"]["width"]) == ("completed", 1000)
    # The parts are gone with the last answer; only the picture stays.
    assert parts_of(stack, upload) == []


async def test_a_line_that_is_torn_leaves_an_offset_that_can_be_trusted(
    stack: Stack, buyer: Buyer, picture: bytes
) -> None:
    """What a reset throws away on its way is nobody's; whatever is counted is stored."""
    upload, half = await begun(buyer, len(picture)), len(picture) // 2
    writer = await cut_line(stack, upload, 0, picture[:half], length=len(picture))
    at_once = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
    writer.transport.abort()

    # The torn part may be counted between the question and the answer, which moves the offset on.
    async def rest() -> httpx.Response:
        offset = await upload.offset()
        return await upload.part(offset, picture[offset:])

    answer = await seen(rest, lambda answer: answer.status_code != 409)
    assert answer.status_code == 204
    shown = (await upload.show()).json()
    assert (shown["status"], shown["picture"]["width"]) == ("completed", 1000)
    assert (await buyer.upload(picture)).json()["id"] == shown["picture"]["id"]


async def test_an_upload_whose_time_is_over_goes_with_all_its_parts(
    stack: Stack, buyer: Buyer, picture: bytes, database: asyncpg.Connection
) -> None:
    upload = await begun(buyer, len(picture))
    await upload.part(0, picture[:1000])
    assert len(parts_of(stack, upload)) == 1
    await database.execute(
        "UPDATE uploads SET expires_at = now() - interval '1 day' WHERE id = $1",
        upload.path.rpartition("/")[2],
    )
    assert (await upload.head()).status_code == 410
    gone = await seen(upload.head, lambda answer: answer.status_code == 404)
    assert gone.status_code == 404
    assert parts_of(stack, upload) == []
