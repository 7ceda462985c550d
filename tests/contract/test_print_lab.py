"""What every print lab promises, in memory and at Prodigi's."""

from dataclasses import replace
from uuid import uuid4

import pytest

from adapters.outbound.memory.print_lab import MemoryPrintLab
from application.shared.outcomes import AnotherThere, OutcomeUnknown, Unavailable
from domain.fulfilment.status import DropshipStatus
from tests.contract.print_labs import (
    ASSET_URL,
    CALLBACK_URL,
    AtProdigi,
    InMemory,
    Lab,
    body_of,
    known,
    submitted,
)
from tests.contract.sample_order import an_order

pytest_plugins = ["tests.contract.simulator_fixtures"]


@pytest.fixture(params=["memory", "prodigi"])
def lab(request: pytest.FixtureRequest, prodigi: AtProdigi) -> Lab:
    return prodigi if request.param == "prodigi" else InMemory(MemoryPrintLab())


def test_the_body_of_a_line_is_always_the_same_bytes(lab: Lab) -> None:
    order = an_order()
    assert body_of(lab.port, order, "key") == body_of(lab.port, order, "key")


async def test_a_submitted_line_is_an_order_at_the_lab(lab: Lab) -> None:
    order = an_order()
    submission = await lab.port.submit(body_of(lab.port, order))
    assert submission.status is DropshipStatus.SUBMITTED
    assert submission.problem is None
    report = await known(lab.port, submission.provider_order_id)
    assert report.merchant_reference == f"{order.number}-1"
    assert report.status is DropshipStatus.SUBMITTED
    assert report.shipments == ()


async def test_the_lines_of_an_order_have_references_of_their_own(lab: Lab) -> None:
    order = an_order(lines=3)
    bodies = [
        lab.port.request_body(order, line, str(uuid4()), CALLBACK_URL, ASSET_URL)
        for line in order.lines
    ]
    reports = [
        await known(lab.port, (await lab.port.submit(body)).provider_order_id) for body in bodies
    ]
    assert [report.merchant_reference for report in reports] == [
        f"{order.number}-1",
        f"{order.number}-2",
        f"{order.number}-3",
    ]


async def test_the_same_bytes_twice_make_one_order(lab: Lab) -> None:
    before = await lab.count_orders()
    body = body_of(lab.port, an_order())
    first = await lab.port.submit(body)
    assert await lab.port.submit(body) == first
    assert await lab.count_orders() == before + 1


async def test_an_order_whose_answer_was_lost_is_found_again_by_its_key(lab: Lab) -> None:
    before = await lab.count_orders()
    order = an_order()
    body = body_of(lab.port, order)
    await lab.lose_next_answer()
    with pytest.raises(OutcomeUnknown):
        await lab.port.submit(body)
    submission = await lab.port.submit(body)
    report = await known(lab.port, submission.provider_order_id)
    assert report.merchant_reference == f"{order.number}-1"
    assert await lab.count_orders() == before + 1


async def test_a_busy_lab_is_unavailable_and_nothing_happened(lab: Lab) -> None:
    before = await lab.count_orders()
    body = body_of(lab.port, an_order())
    await lab.be_busy()
    with pytest.raises(Unavailable):
        await lab.port.submit(body)
    assert await lab.count_orders() == before
    assert (await lab.port.submit(body)).provider_order_id


async def test_a_key_that_belongs_to_another_order_is_rejected(lab: Lab) -> None:
    key = str(uuid4())
    await lab.port.submit(body_of(lab.port, an_order(), key))
    with pytest.raises(AnotherThere):
        await lab.port.submit(body_of(lab.port, an_order(), key))


async def test_a_key_under_which_somebody_else_or_something_else_was_ordered_is_told(
    lab: Lab,
) -> None:
    order, key = an_order(), str(uuid4())
    first = await lab.port.submit(body_of(lab.port, order, key))
    somebody = replace(order.address, name="Grace Hopper")
    moved = replace(order, address=somebody)
    more = replace(order, lines=(replace(order.lines[0], quantity=7), *order.lines[1:]))
    for other, part in ((moved, "recipient"), (more, "")):
        with pytest.raises(AnotherThere) as refusal:
            await lab.port.submit(body_of(lab.port, other, key))
        assert refusal.value.facts["providerOrderId"] == first.provider_order_id
        assert part in str(refusal.value.facts["differs"])
        assert "Hopper" not in repr(refusal.value.facts) + refusal.value.detail


async def test_a_shipped_order_tells_how_to_follow_it(lab: Lab) -> None:
    provider_order_id = await submitted(lab.port)
    await lab.ship(provider_order_id)
    report = await known(lab.port, provider_order_id)
    assert report.status is DropshipStatus.SHIPPED
    [shipment] = report.shipments
    assert shipment.has_left
    assert shipment.carrier
    assert shipment.tracking_number
    assert (shipment.tracking_url or "").startswith("https://")


async def test_a_complete_order_keeps_its_shipments(lab: Lab) -> None:
    provider_order_id = await submitted(lab.port)
    await lab.complete(provider_order_id)
    report = await known(lab.port, provider_order_id)
    assert report.status is DropshipStatus.COMPLETE
    assert [shipment.has_left for shipment in report.shipments] == [True]


async def test_a_cancelled_order_says_so(lab: Lab) -> None:
    provider_order_id = await submitted(lab.port)
    await lab.cancel(provider_order_id)
    assert (await known(lab.port, provider_order_id)).status is DropshipStatus.CANCELLED


async def test_an_order_that_the_lab_does_not_know_has_no_report(lab: Lab) -> None:
    assert await lab.port.report("ord_58709319062424575") is None


async def test_an_order_of_the_same_key_that_is_far_along_counts_as_submitted(lab: Lab) -> None:
    body = body_of(lab.port, an_order())
    first = await lab.port.submit(body)
    await lab.complete(first.provider_order_id)
    again = await lab.port.submit(body)
    assert again.provider_order_id == first.provider_order_id
    assert again.status is DropshipStatus.SUBMITTED


async def test_an_order_that_has_just_begun_is_cancelled_and_says_so_again(lab: Lab) -> None:
    provider_order_id = await submitted(lab.port)
    for _ in range(2):
        assert (await lab.canceller.cancel(provider_order_id)).is_cancelled
    assert (await known(lab.port, provider_order_id)).status is DropshipStatus.CANCELLED


async def test_what_has_left_is_not_cancelled_and_the_lab_says_why(lab: Lab) -> None:
    provider_order_id = await submitted(lab.port)
    await lab.ship(provider_order_id)
    answer = await lab.canceller.cancel(provider_order_id)
    assert not answer.is_cancelled
    assert answer.said in ("FailedToCancel", "ActionNotAvailable")


async def test_what_the_lab_does_not_know_cannot_be_cancelled_there(lab: Lab) -> None:
    answer = await lab.canceller.cancel("ord_99999999")
    assert (answer.is_cancelled, answer.said) == (False, "EntityNotFound")
