"""Paying on the page and by the control API, webhooks, refunds, disputes."""

from collections.abc import AsyncIterator

import httpx
import pytest
import stripe

from tests.simulators.stripe_process import (
    Receiver,
    Simulator,
    receiving,
    running_simulator,
    until,
)

BUYER = {"email": "ada@example.com", "name": "Ada", "line1": "1 Mill Lane", "country": "DE"}


@pytest.fixture(scope="module")
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as listening:
        yield listening


@pytest.fixture(scope="module")
async def simulator(
    receiver: Receiver, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Simulator]:
    async with running_simulator(tmp_path_factory.mktemp("stripe"), receiver) as running:
        yield running


def about(receiver: Receiver, event_type: str, object_id: str) -> list[stripe.Event]:
    """The verified events of one type that tell of one object."""
    return [e for e in receiver.events(event_type) if e.data.object["id"] == object_id]


async def test_a_person_pays_on_the_page(simulator: Simulator, receiver: Receiver) -> None:
    session = await simulator.create()
    assert session.url is not None
    async with httpx.AsyncClient() as browser:
        page = await browser.get(session.url)
        assert "Print &lt;A3&gt;" in page.text
        assert "GBP 27.00" in page.text

        declined = await browser.post(
            session.url, data={**BUYER, "action": "pay", "card_number": "4000 0000 0000 0002"}
        )
        assert "Your card was declined" in declined.text
        assert (await simulator.sessions.retrieve_async(session.id)).status == "open"

        form = {**BUYER, "action": "pay", "card_number": "4242 4242 4242 4242"}
        answers = [await browser.post(session.url, data=form) for _ in range(2)]
    assert {a.headers["location"] for a in answers} == {
        f"http://shop.test/thanks?session={session.id}"
    }

    paid = await simulator.sessions.retrieve_async(
        session.id, params={"expand": ["payment_intent.latest_charge", "line_items"]}
    )
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert paid.collected_information is not None
    assert paid.collected_information.shipping_details is not None
    assert paid.collected_information.shipping_details.address.country == "DE"
    assert isinstance(paid.payment_intent, stripe.PaymentIntent)
    assert paid.payment_intent.metadata.to_dict() == {"order": "order-1"}
    assert isinstance(paid.payment_intent.latest_charge, stripe.Charge)
    assert paid.payment_intent.latest_charge.amount == 2700

    await until(lambda: bool(about(receiver, "checkout.session.completed", session.id)))
    events = about(receiver, "checkout.session.completed", session.id)
    assert len({event.id for event in events}) == 1
    intent_id = paid.payment_intent.id
    assert len(about(receiver, "payment_intent.payment_failed", intent_id)) == 1
    assert len(about(receiver, "payment_intent.succeeded", intent_id)) == 1


async def test_cancel_goes_back_to_the_shop(simulator: Simulator) -> None:
    session = await simulator.create()
    async with httpx.AsyncClient() as browser:
        answer = await browser.post(str(session.url), data={"action": "cancel"})
    assert (answer.status_code, answer.headers["location"]) == (303, "http://shop.test/cart")


async def test_a_failed_delivery_is_tried_until_it_is_taken(
    simulator: Simulator, receiver: Receiver
) -> None:
    receiver.received.clear()
    receiver.answers = [500, 302, 404]
    session = await simulator.create()
    await simulator.control("POST", f"sessions/{session.id}/expire")
    await until(lambda: len(about(receiver, "checkout.session.expired", session.id)) == 4)
    assert len({e.id for e in about(receiver, "checkout.session.expired", session.id)}) == 1


@pytest.mark.parametrize("ending", ["succeed", "fail"])
async def test_delayed_money_comes_or_does_not(
    simulator: Simulator, receiver: Receiver, ending: str
) -> None:
    session = await simulator.create()
    completed = await simulator.pay(session, method="delayed")
    assert (completed["status"], completed["payment_status"]) == ("complete", "unpaid")
    settled = await simulator.control("POST", f"sessions/{session.id}/async/{ending}")
    assert settled["payment_status"] == ("paid" if ending == "succeed" else "unpaid")
    told = f"checkout.session.async_payment_{ending}ed"
    await until(lambda: bool(about(receiver, told, session.id)))


async def test_refunds_stop_at_what_was_paid(simulator: Simulator, receiver: Receiver) -> None:
    intent = (await simulator.pay(await simulator.create()))["payment_intent"]
    refunds = simulator.client.v1.refunds
    part = await refunds.create_async(params={"payment_intent": intent, "amount": 700})
    assert (part.status, part.amount, part.currency) == ("succeeded", 700, "gbp")
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        await refunds.create_async(params={"payment_intent": intent, "amount": 2001})
    rest = await refunds.create_async(params={"payment_intent": intent})
    assert rest.amount == 2000
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await refunds.create_async(params={"payment_intent": intent})
    assert refused.value.code == "charge_already_refunded"
    listed = await refunds.list_async(params={"payment_intent": intent})
    assert [r.id for r in listed.data] == [rest.id, part.id]
    charge = await simulator.client.v1.charges.retrieve_async(str(rest.charge))
    assert (charge.refunded, charge.amount_refunded) == (True, 2700)
    await until(lambda: len(about(receiver, "charge.refunded", charge.id)) == 2)


async def test_a_dispute_is_opened_and_lost(simulator: Simulator, receiver: Receiver) -> None:
    intent = (await simulator.pay(await simulator.create()))["payment_intent"]
    dispute = await simulator.control("POST", "disputes", {"payment_intent": intent})
    await simulator.control("POST", f"disputes/{dispute['id']}/close", {"status": "lost"})
    await until(lambda: bool(about(receiver, "charge.dispute.closed", dispute["id"])))
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await simulator.client.v1.refunds.create_async(params={"payment_intent": intent})
    assert refused.value.code == "charge_disputed"


async def test_webhooks_are_dropped_doubled_and_reordered(
    simulator: Simulator, receiver: Receiver
) -> None:
    match = {"type": "checkout.session.expired"}
    lost, doubled, first, second = [await simulator.create() for _ in range(4)]

    await simulator.fault(match=match, webhook="drop", times=1)
    await simulator.control("POST", f"sessions/{lost.id}/expire")

    async def is_lost() -> bool:
        events = await simulator.client.v1.events.list_async(
            params={"delivery_success": False, "types": ["checkout.session.expired"]}
        )
        return [e.data.object["id"] for e in events.data] == [lost.id]

    async def rule_is_used_up() -> bool:
        return bool((await simulator.control("GET", "faults"))["faults"][0]["times"] == 0)

    await until(rule_is_used_up)
    await until(is_lost)
    assert not about(receiver, "checkout.session.expired", lost.id)

    await simulator.fault(match=match, webhook="duplicate", times=1, copies=3)
    await simulator.control("POST", f"sessions/{doubled.id}/expire")
    await until(lambda: len(about(receiver, "checkout.session.expired", doubled.id)) == 3)

    await simulator.fault(match=match, webhook="reorder", times=2, seconds=0.5)
    for session in (first, second):
        await simulator.control("POST", f"sessions/{session.id}/expire")
    await until(lambda: bool(about(receiver, "checkout.session.expired", first.id)))
    arrived = [e.data.object["id"] for e in receiver.events("checkout.session.expired")]
    assert arrived.index(second.id) < arrived.index(first.id)
    await simulator.control("DELETE", "faults")
