"""What is evened takes its least time, whether it answers or refuses."""

import asyncio

import pytest

from adapters.outbound.guarded.evened import Evened

LEAST_S = 0.05


async def halved(number: int) -> int:
    if number % 2:
        raise ValueError(number)
    return number // 2


async def test_an_answer_and_a_refusal_take_the_least_time() -> None:
    clock, evened = asyncio.get_running_loop().time, Evened(halved, LEAST_S)
    began = clock()
    assert await evened(8) == 4
    answered = clock()
    with pytest.raises(ValueError, match="7"):
        await evened(7)
    # A timer may ring a moment early, by the clock's own resolution.
    assert answered - began > LEAST_S * 0.98
    assert clock() - answered > LEAST_S * 0.98


async def test_what_takes_longer_is_not_held_up() -> None:
    async def slow() -> str:
        await asyncio.sleep(LEAST_S)
        return "done"

    assert await Evened(slow, 0.0)() == "done"
