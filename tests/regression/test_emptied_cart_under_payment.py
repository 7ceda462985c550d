"""A guest's cart emptied while its order waits for payment is kept apart like a full one."""

from application.carts.merge_outcome import KeptApartBecause, MergeStatus
from domain.orders.status import OrderStatus
from tests.contract.merging_counter import Counter
from tests.contract.persistence import Persistence


async def test_an_order_that_may_be_paid_keeps_its_products(persistence: Persistence) -> None:
    counter = Counter(persistence)
    product = await counter.framed(counter.guest)
    cart = await counter.put(counter.guest, product, 2)
    order = await counter.order_of(cart, status=OrderStatus.AWAITING_PAYMENT)
    await counter.empty(counter.guest)
    outcome = await counter.merge()
    assert outcome.status is MergeStatus.KEPT_APART
    assert outcome.kept_apart is not None
    assert outcome.kept_apart.because is KeptApartBecause.UNDER_PAYMENT
    assert outcome.kept_apart.order_id == order.id
    async with persistence.begin(reading=True) as work:
        assert await work.products.get(counter.guest.id, product.id) == product
        assert (await work.orders.get(counter.guest.id, order.id)).id == order.id


async def test_an_emptied_cart_of_a_user_who_pays_hinders_nobody(persistence: Persistence) -> None:
    counter = Counter(persistence)
    await counter.put(counter.guest, await counter.framed(counter.guest))
    await counter.empty(counter.guest)
    cart = await counter.put(counter.user, await counter.framed(counter.user))
    await counter.order_of(cart, status=OrderStatus.AWAITING_PAYMENT)
    assert (await counter.merge()).status is MergeStatus.NOTHING_TO_MERGE
