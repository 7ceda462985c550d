"""Every keeper of replies gives the same answer to the same key, also to twins in flight."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from domain.operations.reply import KeyReused, Request
from domain.shared.money import Money
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    order_id: UUID
    total: Money
    at: datetime
    notes: tuple[str, ...] = ()


def a_request() -> Request:
    return Request(owner_id=uuid4(), key="click-1", fingerprint="body 1")


def an_answer() -> Answer:
    return Answer(order_id=uuid4(), total=Money(2_500, "GBP"), at=NOON, notes=("Zoë", "b"))


async def answered(persistence: Persistence, request: Request, answer: object) -> None:
    async with persistence.begin() as work:
        assert await work.replies.recall(request, Answer) is None
        await work.replies.keep(request, answer)
        await work.commit()


async def test_the_same_key_gets_the_same_answer(persistence: Persistence) -> None:
    request, answer = a_request(), an_answer()
    await answered(persistence, request, answer)
    async with persistence.begin() as work:
        assert await work.replies.recall(request, Answer) == answer
        assert await work.replies.find(request, Answer) == answer


async def test_an_answer_may_be_a_bare_id(persistence: Persistence) -> None:
    request, answer = a_request(), uuid4()
    await answered(persistence, request, answer)
    async with persistence.begin() as work:
        assert await work.replies.recall(request, UUID) == answer


async def test_the_key_with_another_body_is_refused(persistence: Persistence) -> None:
    request = a_request()
    await answered(persistence, request, an_answer())
    other = replace(request, fingerprint="body 2")
    async with persistence.begin() as work:
        with pytest.raises(KeyReused):
            await work.replies.recall(other, Answer)
        with pytest.raises(KeyReused):
            await work.replies.find(other, Answer)


async def test_keys_of_two_owners_never_meet(persistence: Persistence) -> None:
    first, first_answer, second_answer = a_request(), an_answer(), an_answer()
    second = replace(first, owner_id=uuid4())
    await answered(persistence, first, first_answer)
    await answered(persistence, second, second_answer)
    async with persistence.begin(reading=True) as work:
        assert await work.replies.find(first, Answer) == first_answer
        assert await work.replies.find(second, Answer) == second_answer


async def test_looking_claims_nothing(persistence: Persistence) -> None:
    request = a_request()
    async with persistence.begin() as work:
        assert await work.replies.find(request, Answer) is None
        await work.commit()
    await answered(persistence, request, an_answer())


async def test_a_claim_that_was_undone_never_was(persistence: Persistence) -> None:
    request = a_request()
    async with persistence.begin() as work:
        assert await work.replies.recall(request, Answer) is None
        await work.replies.keep(request, an_answer())
    await answered(persistence, request, an_answer())


async def recalled(persistence: Persistence, request: Request) -> Answer | None:
    async with persistence.begin() as work:
        return await work.replies.recall(request, Answer)


async def test_a_twin_in_flight_waits_and_gets_the_answer(persistence: Persistence) -> None:
    request, answer = a_request(), an_answer()
    async with persistence.begin() as work:
        assert await work.replies.recall(request, Answer) is None
        twin = asyncio.create_task(recalled(persistence, request))
        done, _ = await asyncio.wait([twin], timeout=0.1)
        assert not done
        await work.replies.keep(request, answer)
        await work.commit()
    assert await twin == answer


async def test_a_twin_takes_over_when_the_first_is_undone(persistence: Persistence) -> None:
    request = a_request()
    async with persistence.begin() as work:
        assert await work.replies.recall(request, Answer) is None
        twin = asyncio.create_task(recalled(persistence, request))
        done, _ = await asyncio.wait([twin], timeout=0.1)
        assert not done
    assert await twin is None


async def test_of_many_twins_one_does_the_work(persistence: Persistence) -> None:
    request, did_it = a_request(), 0

    async def twin() -> Answer:
        nonlocal did_it
        async with persistence.begin() as work:
            known = await work.replies.recall(request, Answer)
            if known is not None:
                return known
            did_it += 1
            answer = an_answer()
            await work.replies.keep(request, answer)
            await work.commit()
        return answer

    answers = await asyncio.gather(*(twin() for _ in range(20)))
    assert did_it == 1
    assert len(set(answers)) == 1


async def test_old_answers_are_forgotten_and_young_ones_kept(persistence: Persistence) -> None:
    """By the clock of whoever keeps them."""
    request, answer, now = a_request(), an_answer(), datetime.now(UTC)
    await answered(persistence, request, answer)
    async with persistence.begin() as work:
        await work.replies.forget(now - timedelta(hours=1), limit=100_000)
        await work.commit()
    async with persistence.begin() as work:
        assert await work.replies.find(request, Answer) == answer
        assert await work.replies.forget(now + timedelta(hours=1), limit=1) == 1
        await work.replies.forget(now + timedelta(hours=1), limit=100_000)
        assert await work.replies.forget(now + timedelta(hours=1), limit=1) == 0
        assert await work.replies.find(request, Answer) is None
