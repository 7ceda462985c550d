"""Of several who need the same at once, one draws it."""

import asyncio

import pytest

from application.designs.rendered_once import RenderedOnce


async def test_callers_at_once_share_the_work_and_later_ones_do_it_anew() -> None:
    once, drawn, may_end = RenderedOnce[str](), [], asyncio.Event()

    async def draw() -> str:
        drawn.append("x")
        await may_end.wait()
        return "image"

    asked = [asyncio.create_task(once("same", draw)) for _ in range(5)]
    other = asyncio.create_task(once("other", draw))
    await asyncio.sleep(0)
    # Who leaves takes nothing away from the others.
    asked[0].cancel()
    await asyncio.sleep(0)
    may_end.set()
    assert await asyncio.gather(*asked[1:], other) == ["image"] * 5
    assert len(drawn) == 2
    assert await once("same", draw) == "image"
    assert len(drawn) == 3


async def test_a_failure_is_everybodys_and_is_not_kept() -> None:
    once = RenderedOnce[str]()

    async def fail() -> str:
        await asyncio.sleep(0)
        raise ValueError

    async def draw() -> str:
        return "image"

    failed = await asyncio.gather(once("x", fail), once("x", fail), return_exceptions=True)
    assert [type(each) for each in failed] == [ValueError] * 2
    assert await once("x", draw) == "image"
    with pytest.raises(ValueError):
        await once("x", fail)
