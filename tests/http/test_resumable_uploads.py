"""A large picture is sent in parts, and nothing that arrived is ever sent again."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack
from adapters.settings import Settings
from tests.http.buyer import Buyer
from tests.http.problems import problem
from tests.http.uploading import VERSION, begin, begun, checksum, told


async def picture_of(answer: httpx.Response) -> dict[str, Any]:
    found: dict[str, Any] = answer.json()
    assert (answer.status_code, found["status"]) == (200, "completed"), found
    picture: dict[str, Any] = found["picture"]
    return picture


async def test_what_the_server_understands_is_told_to_anybody(http: httpx.AsyncClient) -> None:
    for path in ("/api/uploads", "/api/uploads/00000000-0000-0000-0000-000000000000"):
        answer = await http.options(path)
        assert answer.status_code == 204
        assert answer.headers["Tus-Version"] == answer.headers["Tus-Resumable"] == "1.0.0"
        assert answer.headers["Tus-Extension"] == "creation,expiration,termination,checksum"
        assert answer.headers["Tus-Max-Size"] == str(Settings().picture_bytes_max)


async def test_a_picture_in_three_parts_is_the_picture_in_one(buyer: Buyer, picture: bytes) -> None:
    size, third = len(picture), len(picture) // 3
    upload = await begun(buyer, size, filename="evening.jpg", filetype="image/jpeg")
    for offset in (0, third):
        answer = await upload.part(offset, picture[offset : offset + third])
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["Upload-Offset"] == str(offset + third)
        assert answer.headers["Upload-Expires"].endswith(" GMT")
        assert await upload.offset() == offset + third
        assert (await upload.show()).json()["status"] == "receiving"
    last = await upload.part(2 * third, picture[2 * third :])
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(size))
    made = await picture_of(await upload.show())
    assert last.headers["Content-Location"] == f"/api/user-images/{made['id']}"
    assert made["originalName"] == "evening.jpg"
    assert (await upload.head()).headers["Content-Location"].endswith(made["id"])
    # The same bytes sent at once are the same picture.
    again = await buyer.upload(picture)
    assert again.json()["id"] == made["id"]


async def test_the_last_answer_may_be_lost(buyer: Buyer, picture: bytes) -> None:
    upload = await begun(buyer, len(picture))
    first = await upload.part(0, picture)
    again = await upload.part(len(picture), b"")
    assert again.status_code == 204
    assert again.headers["Content-Location"] == first.headers["Content-Location"]
    behind = problem(await upload.part(0, picture), 409, "upload_offset_differs")
    assert behind["facts"] == {"offset": len(picture)}


async def test_two_who_send_the_same_part_at_once_are_counted_once(
    buyer: Buyer, picture: bytes
) -> None:
    upload = await begun(buyer, len(picture))
    half = len(picture) // 2
    answers = await asyncio.gather(*(upload.part(0, picture[:half]) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [204, *[409] * 5]
    assert await upload.offset() == half
    assert (await upload.part(half, picture[half:])).status_code == 204
    assert (await picture_of(await upload.show()))["width"] == 1000


async def test_only_the_next_byte_is_taken(buyer: Buyer, picture: bytes) -> None:
    upload = await begun(buyer, len(picture))
    ahead = problem(await upload.part(5, picture[5:]), 409, "upload_offset_differs")
    assert ahead["facts"] == {"offset": 0}
    assert await upload.offset() == 0


async def test_more_than_was_announced_is_refused_and_not_kept(
    buyer: Buyer, picture: bytes
) -> None:
    upload = await begun(buyer, 10)
    problem(await upload.part(0, picture), 413, "upload_too_long")

    async def without_length() -> AsyncIterator[bytes]:
        yield picture[:8]
        yield picture[8:]

    said = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    answer = await buyer.ask("PATCH", upload.path, {**VERSION, **said}, content=without_length())
    problem(answer, 413, "upload_too_long")
    assert await upload.offset() == 0


async def test_a_part_without_a_length_is_taken(buyer: Buyer, picture: bytes) -> None:
    upload = await begun(buyer, len(picture))

    async def in_pieces() -> AsyncIterator[bytes]:
        for first in range(0, len(picture), 10_000):
            yield picture[first : first + 10_000]

    said = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    answer = await buyer.ask("PATCH", upload.path, {**VERSION, **said}, content=in_pieces())
    assert answer.status_code == 204, answer.text
    await picture_of(await upload.show())


async def test_a_part_that_was_damaged_on_its_way_is_not_kept(
    buyer: Buyer, picture: bytes, database: asyncpg.Connection
) -> None:
    upload = await begun(buyer, len(picture))
    damaged = await upload.part(0, picture[:-1] + b"?", checksum(picture))
    problem(damaged, 460, "upload_checksum_differs")
    assert await upload.offset() == 0
    # Nor does it cost one of the parts that an upload may have.
    upload_id = UUID(upload.path.rpartition("/")[2])
    assert await database.fetchval("SELECT begun FROM uploads WHERE id = $1", upload_id) == []
    assert (await upload.part(0, picture, checksum(picture))).status_code == 204
    await picture_of(await upload.show())


async def test_what_is_no_picture_is_refused_again_and_again(buyer: Buyer) -> None:
    text = b"This is not a picture, however long one looks at it."
    upload = await begun(buyer, len(text), filename="x.jpg")
    first = problem(await upload.part(0, text), 415, "picture_not_recognised", field="file")
    shown = problem(await upload.show(), 415, "picture_not_recognised", field="file")
    assert shown["facts"] == first["facts"]
    assert (await upload.head()).status_code == 415
    problem(await upload.part(len(text), b""), 415, "picture_not_recognised")


async def test_a_declared_type_that_the_bytes_contradict_is_refused(
    buyer: Buyer, picture: bytes
) -> None:
    upload = await begun(buyer, len(picture), filetype="image/png")
    problem(await upload.part(0, picture), 415, "picture_type_differs")


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Upload-Length": str(10**9)}, 413, "picture_too_large"),
        ({"Upload-Length": "9" * 400}, 400, "upload_header_invalid"),
        ({"Upload-Length": "0"}, 400, "picture_empty"),
        ({"Upload-Length": "-1"}, 400, "upload_header_invalid"),
        ({"Upload-Length": "ten"}, 400, "upload_header_invalid"),
        ({"Upload-Metadata": "filename ***"}, 400, "upload_header_invalid"),
        ({"Upload-Metadata": "filename /w=="}, 400, "upload_header_invalid"),
        ({"Upload-Metadata": "a" * 5_000}, 400, "upload_header_invalid"),
        ({"Upload-Metadata": told(filetype="a\nb")}, 400, "upload_header_invalid"),
        ({"Tus-Resumable": "0.2.2"}, 412, "upload_version_unsupported"),
    ],
)
async def test_an_upload_that_cannot_be_is_not_begun(
    buyer: Buyer, headers: dict[str, str], status: int, code: str
) -> None:
    answer = await begin(buyer, 10, headers)
    problem(answer, status, code)
    assert answer.headers["Tus-Resumable"] == "1.0.0"


async def test_a_name_is_only_ever_shown(buyer: Buyer, picture: bytes) -> None:
    upload = await begun(buyer, len(picture), filename="../../etc/\x00pass\u202ewd.jpg")
    await upload.part(0, picture)
    assert (await picture_of(await upload.show()))["originalName"] == "pass wd.jpg"


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Content-Type": "image/jpeg"}, 415, "upload_body_unsupported"),
        ({"Upload-Offset": ""}, 400, "upload_header_invalid"),
        ({"Upload-Checksum": "md5 AAAA"}, 400, "upload_header_invalid"),
        ({"Upload-Checksum": "sha256 AAAA"}, 400, "upload_header_invalid"),
        ({"Upload-Checksum": "sha256 ***"}, 400, "upload_header_invalid"),
        ({"Upload-Checksum": b"sha256 \xe9"}, 400, "upload_header_invalid"),
        ({"Tus-Resumable": "1.0.1"}, 412, "upload_version_unsupported"),
    ],
)
async def test_a_part_that_nobody_understands_is_not_kept(
    buyer: Buyer, headers: dict[str, Any], status: int, code: str
) -> None:
    upload = await begun(buyer, 4)
    problem(await upload.part(0, b"four", headers), status, code)
    assert await upload.offset() == 0


async def test_somebody_elses_upload_is_not_there(
    buyer: Buyer, stranger: Buyer, picture: bytes
) -> None:
    upload = await begun(buyer, len(picture))
    for method in ("GET", "PATCH", "DELETE"):
        said = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        answer = await stranger.ask(method, upload.path, {**VERSION, **said}, content=b"mine")
        problem(answer, 404, "upload_not_found")
    assert await upload.offset() == 0


async def test_an_upload_that_was_given_up_takes_nothing_more(buyer: Buyer, picture: bytes) -> None:
    upload = await begun(buyer, len(picture))
    await upload.part(0, picture[:100])
    assert (await upload.end()).status_code == 204
    for answer in (await upload.part(100, picture[100:]), await upload.show(), await upload.end()):
        problem(answer, 410, "upload_ended")
    assert (await upload.head()).status_code == 410


async def test_the_same_retry_key_begins_one_upload(buyer: Buyer) -> None:
    key = {"Idempotency-Key": "once"}
    first, again = await begin(buyer, 10, key), await begin(buyer, 10, key)
    assert first.headers["Location"] == again.headers["Location"]
    problem(await begin(buyer, 11, key), 422, "idempotency_key_reused")


async def test_there_are_only_so_many_uploads_at_once(buyer: Buyer) -> None:
    most = Settings().uploads_open_max
    answers = await asyncio.gather(*(begin(buyer, 10) for _ in range(most + 3)))
    assert sorted(answer.status_code for answer in answers) == [201] * most + [409] * 3
    refused = next(answer for answer in answers if answer.status_code == 409)
    problem(refused, 409, "upload_too_many_open")
    taken = next(answer for answer in answers if answer.status_code == 201)
    assert (await buyer.ask("DELETE", taken.headers["Location"], VERSION)).status_code == 204
    assert (await begin(buyer, 10)).status_code == 201


async def test_an_api_that_is_killed_in_between_is_gone_on_with(
    stack: Stack, buyer: Buyer, picture: bytes
) -> None:
    upload, half = await begun(buyer, len(picture)), len(picture) // 2
    assert (await upload.part(0, picture[:half])).status_code == 204
    stack.kill("api")
    await stack.ready("api")
    assert await upload.offset() == half
    assert (await upload.part(half, picture[half:])).status_code == 204
    await picture_of(await upload.show())
