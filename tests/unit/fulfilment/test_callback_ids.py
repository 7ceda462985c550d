"""Whoever knows the callback address of one print can use up no event of another."""

from domain.operations.job import JobKind
from tests.unit.checkout.shop import Shop


async def test_ids_of_two_addresses_never_meet() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    parts = await shop.parts(checkout.order.id)
    for part in parts:
        await shop.receive_callback(part.callback_token, "same", "order.updated", b"{}")
    looked_at = {job.payload["dropship_id"] for job in shop.jobs(JobKind.FOLLOW_DROPSHIP)}
    assert looked_at == {str(part.id) for part in parts}
    assert len(parts) == 2
