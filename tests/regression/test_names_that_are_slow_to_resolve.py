"""Names whose servers keep silent hold up nobody but those who named them."""

import asyncio
import socket
import threading
from contextlib import suppress

import pytest

from adapters.outbound.fetching.checked_addresses import resolve_by_system

MANY = 64


async def test_other_work_in_threads_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = threading.Event()

    def silent(*asked: object, **more: object) -> list[object]:
        answer.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    asked = [asyncio.create_task(resolve_by_system("slow.example")) for _ in range(MANY)]
    try:
        await asyncio.sleep(0)
        async with asyncio.timeout(5):
            assert await asyncio.to_thread(lambda: "written") == "written"
    finally:
        answer.set()
        for each in asked:
            with suppress(OSError):
                assert await each == []
