"""Whatever file is sent, it is refused within two seconds or printed, and the API does not grow."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pyvips

from adapters.inbound.supervisor.stack import Stack
from adapters.settings import Settings
from tests.hostile_pictures.bombs import bombs
from tests.hostile_pictures.files import HostileFile, hostile_files
from tests.http.buyer import Buyer
from tests.http.problems import problem

PROGRAM = b"adapters.outbound.imaging.process"
ANSWER_S_MAX = 2.0
# What else the machine does makes an answer late now and then; a slow file is slow every time.
TRIES = 3
LATE = "refused after"
# What a Python process takes for itself while it works; all files together have some 30 MB.
GROWTH_MB_MAX = 40
AT_ONCE = 2


def memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000


def imaging_processes(pid: int) -> set[int]:
    found = set()
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            program = (directory / "cmdline").read_bytes()
            parent = (directory / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            # It ended while it was looked at.
            continue
        if PROGRAM in program and int(parent) == pid:
            found.add(int(directory.name))
    return found


@asynccontextmanager
async def never_more_processes_than(most: int, pid: int) -> AsyncIterator[None]:
    done, seen = asyncio.Event(), [0]

    async def watch() -> None:
        while not done.is_set():
            seen.append(len(await asyncio.to_thread(imaging_processes, pid)))
            await asyncio.wait([asyncio.ensure_future(done.wait())], timeout=0.1)

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        done.set()
        await watching
    assert max(seen) <= most


async def is_printable(http: httpx.AsyncClient, answer: httpx.Response) -> bool:
    told = answer.json()
    stored = await http.get(told["url"])
    load = "jpegload_buffer" if told["mediaType"] == "image/jpeg" else "pngload_buffer"
    image = pyvips.Operation.call(load, stored.content, fail_on="error")
    await asyncio.to_thread(image.avg)
    return (image.width, image.height) == (told["width"], told["height"])


async def found_wrong(buyer: Buyer, file: HostileFile) -> str:
    """What is wrong with the answer; nothing, if all is well."""
    for _ in range(TRIES):
        wrong = await send(buyer, file)
        if LATE not in wrong:
            break
    return wrong


async def send(buyer: Buyer, file: HostileFile) -> str:
    began = time.monotonic()
    answer = await buyer.upload(file.data, declared="application/octet-stream")
    took_s = time.monotonic() - began
    if answer.status_code == 201:
        good = await is_printable(buyer.http, answer)
        return "" if good else f"{file.name}: what was stored is not what was told"
    if file.must_print:
        return f"{file.name}: {answer.status_code} {answer.json()['code']}"
    if not 400 <= answer.status_code < 500:
        return f"{file.name}: {answer.status_code}"
    return "" if took_s < ANSWER_S_MAX else f"{file.name}: {LATE} {took_s:.1f} s"


async def test_every_hostile_file_is_refused_or_printed_and_the_api_stays_small(
    stack: Stack, buyer: Buyer, stranger: Buyer, picture: bytes
) -> None:
    api = stack.pids["api"]
    settings = Settings.from_environment(stack.environment)
    files = list(await asyncio.to_thread(lambda: list(hostile_files())))
    assert len(files) >= 200
    assert (await buyer.upload(picture)).status_code == 201
    before_mb = memory_mb(api)

    async with never_more_processes_than(settings.picture_decodes_at_once, api):
        wrong = []
        for at in range(0, len(files), AT_ONCE):
            some = files[at : at + AT_ONCE]
            # One owner's pictures are read one after another.
            senders = (buyer, stranger)
            wrong += await asyncio.gather(*map(found_wrong, senders, some))
    assert [each for each in wrong if each] == []
    assert memory_mb(api) - before_mb < GROWTH_MB_MAX
    assert (await buyer.upload(picture)).status_code == 201


async def test_a_picture_that_kills_its_process_is_given_up_while_others_are_read(
    stack: Stack, buyer: Buyer, stranger: Buyer, picture: bytes
) -> None:
    """Decoded, it would take more memory than a process may have."""
    killer = await asyncio.to_thread(lambda: bombs()["webp of one colour, 16000 by 7500"])
    refused = asyncio.create_task(buyer.upload(killer, declared="image/webp"))
    while not refused.done():
        answer = await stranger.upload(picture + os.urandom(8))
        assert answer.status_code == 201
    problem(await refused, 422, "picture_undecodable", "file")
    assert len(imaging_processes(stack.pids["api"])) <= AT_ONCE
