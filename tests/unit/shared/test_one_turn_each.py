"""Each owner has one turn at a time, and nobody waits for another owner."""

import asyncio
from uuid import UUID, uuid4

import pytest

from application.media.ports import PictureDecodingBusy
from application.shared.one_turn_each import OneTurnEach, Turn

LONG_S = 30.0


class Hall:
    """Those who have come, and in which order they were called."""

    def __init__(self) -> None:
        self.turns = OneTurnEach(PictureDecodingBusy, "imaging")
        self.owner_id = uuid4()
        self.called: list[str] = []

    async def comes(
        self, name: str, *, wait_s: float = LONG_S, is_urgent: bool = False
    ) -> asyncio.Task[Turn]:
        async def take() -> Turn:
            turn = await self.turns.take(self.owner_id, wait_s, is_urgent=is_urgent)
            self.called.append(name)
            return turn

        coming = asyncio.create_task(take())
        await quiet()
        return coming

    async def is_free(self, owner_id: UUID) -> bool:
        """Nothing that one wait leaves behind may be in the way of the next."""
        turn = await self.turns.take(owner_id, LONG_S)
        turn.end()
        return not turn.was_awaited


@pytest.fixture
def hall() -> Hall:
    return Hall()


async def quiet() -> None:
    """All who are ready have had their say."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_one_after_another_and_nobody_waits_for_another_owner(hall: Hall) -> None:
    first = await hall.turns.take(hall.owner_id, LONG_S)
    waiting = [await hall.comes(name) for name in "abc"]
    assert await hall.is_free(uuid4())
    first.end()
    for each in waiting:
        with await each as turn:
            assert turn.was_awaited
            assert 0 < turn.left_s <= LONG_S
    assert hall.called == ["a", "b", "c"]
    assert await hall.is_free(hall.owner_id)


async def test_the_newest_urgent_one_comes_first(hall: Hall) -> None:
    first = await hall.turns.take(hall.owner_id, LONG_S)
    upload = await hall.comes("upload")
    sliding = [await hall.comes(name, is_urgent=True) for name in ("stale", "newest")]
    first.end()
    for each in (*reversed(sliding), upload):
        (await each).end()
    assert hall.called == ["newest", "stale", "upload"]


async def test_who_waits_too_long_is_refused_and_leaves_nothing_behind(hall: Hall) -> None:
    first = await hall.turns.take(hall.owner_id, LONG_S)
    with pytest.raises(PictureDecodingBusy) as refused:
        await hall.turns.take(hall.owner_id, 0.01)
    assert refused.value.retry_after_s == 0.01
    first.end()
    assert await hall.is_free(hall.owner_id)


@pytest.mark.parametrize("ends_first", [True, False])
async def test_who_leaves_at_the_moment_of_the_call_passes_the_turn_on(
    hall: Hall, ends_first: bool
) -> None:
    first = await hall.turns.take(hall.owner_id, LONG_S)
    leaving, staying = await hall.comes("leaving"), await hall.comes("staying")
    if ends_first:
        first.end()
        leaving.cancel()
    else:
        leaving.cancel()
        first.end()
    (await staying).end()
    assert leaving.cancelled()
    assert hall.called == ["staying"]
    assert await hall.is_free(hall.owner_id)


async def test_who_leaves_while_others_wait_is_passed_over(hall: Hall) -> None:
    first = await hall.turns.take(hall.owner_id, LONG_S)
    leaving, staying = await hall.comes("leaving"), await hall.comes("staying")
    leaving.cancel()
    await quiet()
    assert hall.called == []
    first.end()
    (await staying).end()
    assert await hall.is_free(hall.owner_id)


async def test_what_goes_wrong_in_a_turn_ends_it(hall: Hall) -> None:
    with pytest.raises(ValueError), await hall.turns.take(hall.owner_id, LONG_S):
        raise ValueError
    assert await hall.is_free(hall.owner_id)
