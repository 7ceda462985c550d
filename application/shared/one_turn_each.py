"""One thing at a time for each owner: whoever asks for much at once waits for themselves only."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from uuid import UUID

from application.shared.outcomes import Unavailable

Waiting = deque[asyncio.Future[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """To be ended once, by `with` or by `end`, and not necessarily by whoever took it.

    `left_s` is what remains of the time that its taker would have waited.
    """

    left_s: float
    was_awaited: bool
    end: Callable[[], None]

    def __enter__(self) -> "Turn":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end()


class OneTurnEach:
    """Within one process and on one event loop; of owners whose turn is over nothing is kept.

    Whoever waited too long is refused with `busy`, which names `provider`.
    """

    def __init__(self, busy: type[Unavailable], provider: str) -> None:
        self._busy, self._provider = busy, provider
        # There is an entry as long as somebody has the turn: those who wait for it.
        self._waiting: dict[UUID, Waiting] = {}

    async def take(self, owner_id: UUID, wait_s: float, *, is_urgent: bool = False) -> Turn:
        """An urgent one comes before all who wait, also before those that were urgent earlier."""
        loop = asyncio.get_running_loop()
        until = loop.time() + wait_s
        is_free = owner_id not in self._waiting
        if is_free:
            self._waiting[owner_id] = deque()
        else:
            try:
                async with asyncio.timeout_at(until):
                    await self._call(owner_id, is_urgent=is_urgent)
            except TimeoutError:
                raise self._refusal(wait_s) from None
        left_s = wait_s if is_free else max(0.0, until - loop.time())
        end = partial(self._hand_on, owner_id)
        return Turn(left_s=left_s, was_awaited=not is_free, end=end)

    async def _call(self, owner_id: UUID, *, is_urgent: bool) -> None:
        """Returns when whoever had the turn has handed it on to this caller."""
        waiting = self._waiting[owner_id]
        called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if is_urgent:
            waiting.appendleft(called)
        else:
            waiting.append(called)
        try:
            await called
        except BaseException:
            if called.done() and not called.cancelled():
                # Called and told to leave in the same moment: the next one must not wait for it.
                self._hand_on(owner_id)
            else:
                # Unless whoever had the turn has passed it over already.
                with suppress(ValueError):
                    waiting.remove(called)
            raise

    def _refusal(self, wait_s: float) -> Unavailable:
        return self._busy(self._provider, "One after another.", retry_after_s=wait_s)

    def _hand_on(self, owner_id: UUID) -> None:
        waiting = self._waiting[owner_id]
        while waiting:
            called = waiting.popleft()
            if not called.done():
                called.set_result(None)
                return
        del self._waiting[owner_id]
