"""A dispute that was told before its payment once was dropped without a word."""

from domain.operations.job import JobKind, JobState
from tests.unit.checkout.shop import Shop

DISPUTE = "charge.dispute.created"


async def disputed(shop: Shop) -> None:
    """It names the payment and nothing else, as Stripe's disputes do."""
    money = {"amount": "5000", "currency": "GBP"}
    await shop.deliver(DISPUTE, "dp_1", payment_intent_id="pi_1", **money)
    await shop.work()


async def test_a_dispute_waits_for_its_payment() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id)
    await disputed(shop)
    await shop.deliver("checkout.session.completed", session_id)
    await shop.work(hours=2)
    assert (await shop.order(checkout.order.id)).held_because == "disputed"
    assert [item.reason for item in shop.attention] == [DISPUTE]


async def test_a_dispute_of_a_payment_that_nobody_knows_is_shown_to_staff_in_the_end() -> None:
    shop = Shop()
    await disputed(shop)
    await shop.work(hours=14 * 24)
    assert [item.reason for item in shop.attention] == ["job_dead"]
    assert len(shop.jobs(JobKind.HANDLE_STRIPE_EVENT, JobState.DEAD)) == 1
