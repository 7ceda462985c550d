"""A print that waits for its file is frozen once, on every store, whatever dies in between."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from adapters.outbound.memory.print_lab import LabOrder
from application.reconciliation.ports import Patience
from domain.designs.render import Render
from domain.designs.status import RenderStatus
from domain.fulfilment.dropship import Dropship, DropshipCannotMove
from domain.fulfilment.status import DropshipStatus
from domain.operations.job import JobKind
from domain.orders.order import Order
from domain.reconciliation.repair import MismatchKind
from tests.contract.ordering import Final, Ordering, file_of
from tests.contract.persistence import Persistence, until
from tests.model.crashing_ports import CrashPlan, ProcessDied, crashing

D = DropshipStatus
CALLS = 16


@pytest.fixture
def ordering(persistence: Persistence) -> Ordering:
    return Ordering(persistence)


async def part_of(ordering: Ordering, order: Order) -> Dropship:
    [part] = await ordering.shop.parts(order.id)
    return part


async def test_a_request_is_frozen_once_and_only_while_it_was_never_tried(
    ordering: Ordering,
) -> None:
    part = await part_of(ordering, await ordering.paid(await ordering.final()))
    frozen = part.frozen(b"the bytes")
    async with ordering.shop.begin() as work:
        await work.dropships.freeze(frozen)
        with pytest.raises(DropshipCannotMove):
            await work.dropships.freeze(replace(frozen, request_body=b"others"))
        await work.commit()
    async with ordering.shop.begin(reading=True) as work:
        assert (await work.dropships.get(part.id)).request_body == b"the bytes"
    tried = await part_of(ordering, await ordering.paid(await ordering.final()))
    async with ordering.shop.begin() as work:
        await work.dropships.save(tried.begin_submitting())
        with pytest.raises(DropshipCannotMove):
            await work.dropships.freeze(tried.frozen(b"the bytes"))


async def test_those_that_wait_for_a_file_are_found_by_it(ordering: Ordering) -> None:
    final, other = await ordering.final(), await ordering.final()
    order = await ordering.paid(final, other)
    async with ordering.shop.begin(reading=True) as work:
        found = await work.dropships.waiting_for(final.render.id)
        assert [part.line_id for part in found] == [order.lines[0].id]
        assert await work.dropships.waiting_for(uuid4()) == []


async def test_a_file_that_is_there_is_never_replaced(ordering: Ordering) -> None:
    final = await ordering.final()
    made = await ordering.made(final)
    for other in (
        replace(made, file=file_of(replace(made, attempt=2))),
        replace(made, status=RenderStatus.QUEUED, file=None),
    ):
        async with ordering.shop.begin() as work:
            await work.renders.save(other)
            await work.commit()
    async with ordering.shop.begin(reading=True) as work:
        [kept] = await work.renders.get_many([made.id])
    assert (kept.status, kept.file) == (RenderStatus.COMPLETED, made.file)


async def test_a_revision_that_was_written_never_changes(ordering: Ordering) -> None:
    final = await ordering.final(made=True)
    look = final.design.parameters
    other = replace(final.design, parameters=replace(look, paper="#000000"))
    async with ordering.shop.begin() as work:
        await work.designs.save(other)
        await work.commit()
    async with ordering.shop.begin(reading=True) as work:
        kept = await work.designs.get(final.design.owner_id, final.design.id)
    assert kept.parameters == look


async def test_what_waits_for_its_file_is_no_mismatch(ordering: Ordering) -> None:
    waits = await ordering.paid(await ordering.final())
    long_after = (waits.paid_at or ordering.shop.at()) + timedelta(days=3)
    hour = timedelta(hours=1)
    patience = Patience(production=hour, hold=hour, lab=hour, limit=10_000)
    async with ordering.shop.begin(reading=True) as work:
        found = await work.three_ways.mismatches(long_after, patience)
    of_this = [each.kind for each in found if each.order_id == waits.id]
    assert MismatchKind.PAID_NOT_SUBMITTED not in of_this
    assert MismatchKind.PAID_NOT_REQUESTED not in of_this


async def test_submissions_that_died_at_any_call_each_make_one_print_of_the_file(
    ordering: Ordering,
) -> None:
    """Each order's first submission after its file was made dies somewhere else."""
    handler = ordering.shop.run.handlers[JobKind.SUBMIT_DROPSHIP]
    dead: list[tuple[Final, Render, Order]] = []
    for at in range(1, CALLS + 1):
        for after in (False, True):
            final = await ordering.final()
            order = await ordering.paid(final)
            render = await ordering.made(final, told=False)
            part = await part_of(ordering, order)
            job_id = await ordering.shop.persistence.job_id(f"submit:{part.idempotency_key}")

            async def run_until_it_dies(
                job_id: object = job_id, at: int = at, *, after: bool = after
            ) -> bool | None:
                lease = await ordering.shop.persistence.queue.claim(job_id)  # type: ignore[arg-type]
                if lease is None:
                    return None
                with pytest.raises(ProcessDied):
                    await crashing(handler, CrashPlan(at=at, after=after))(lease)
                return True

            await until(ordering.shop.persistence, run_until_it_dies)
            dead.append((final, render, order))

    async def all_are_there() -> bool | None:
        await ordering.shop.work()
        states = {(await part_of(ordering, order)).status for _, _, order in dead}
        return True if states == {D.SUBMITTED} else None

    await until(ordering.shop.persistence, all_are_there)
    for _, render, order in dead:
        made: list[LabOrder] = ordering.at_lab(order)
        assert len(made) == 1
        assert set(made[0].bodies) == {(await part_of(ordering, order)).request_body}
        assert render.file is not None
        assert render.file.asset_key in made[0].request["asset_url"]
