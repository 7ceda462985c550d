"""Passwords hashed with argon2id, in threads of its own and never more than a few at once.

Source: OWASP, "Password Storage Cheat Sheet": 19 MiB, two passes, one lane.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from application.identity.ports import PasswordHashingBusy

Answer = TypeVar("Answer")


class Argon2Passwords:
    """One per process; each hash holds `memory_kib` while it is made."""

    def __init__(
        self,
        *,
        memory_kib: int,
        passes: int,
        lanes: int,
        hashes_at_once: int,
        wait_s: float,
    ) -> None:
        self._hasher = PasswordHasher(
            time_cost=passes, memory_cost=memory_kib, parallelism=lanes, type=Type.ID
        )
        self._wait_s = wait_s
        self._free = asyncio.Semaphore(hashes_at_once)
        self._threads = ThreadPoolExecutor(hashes_at_once, thread_name_prefix="passwords")
        # Made as real ones are, so that nobody can tell by the time whether there is an account.
        self._dummy = self._hasher.hash("nobody's password")

    async def hash(self, password: str) -> str:
        return await self._in_a_thread(lambda: self._hasher.hash(password))

    async def verify(self, password: str, password_hash: str | None) -> bool:
        matches = await self._in_a_thread(lambda: self._matches(password_hash, password))
        return matches and password_hash is not None

    def needs_rehash(self, password_hash: str) -> bool:
        return self._hasher.check_needs_rehash(password_hash)

    def _matches(self, password_hash: str | None, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash or self._dummy, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _in_a_thread(self, work: Callable[[], Answer]) -> Answer:
        await self._wait_for_a_thread()
        working = self._threads.submit(work)
        loop = asyncio.get_running_loop()
        # A thread cannot be cancelled: its place is free when it is done, even if the buyer left.
        working.add_done_callback(lambda _: loop.call_soon_threadsafe(self._free.release))
        return await asyncio.wrap_future(working)

    async def _wait_for_a_thread(self) -> None:
        try:
            async with asyncio.timeout(self._wait_s):
                await self._free.acquire()
        except TimeoutError:
            raise PasswordHashingBusy(
                "passwords", "Many passwords are being checked.", retry_after_s=self._wait_s
            ) from None
