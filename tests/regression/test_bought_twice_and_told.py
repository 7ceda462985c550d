"""Of a cart that was bought twice staff were once told no more, or offered what nobody could do."""

from application.checkout.checkout import Checkout
from domain.orders.bought_again import BOUGHT_TWICE
from domain.orders.status import OrderStatus
from domain.shared.money import Money
from tests.contract.repair_bench import Bench, bench_in_memory
from tests.contract.sample_goods import SMALL
from tests.unit.checkout.shop import Shop
from tests.unit.payments.test_bought_twice import two_pages


async def pay(shop: Shop, page: Checkout, **captured: Money) -> None:
    session_id = page.session.session_id or ""
    shop.gateway.money_arrives(session_id, payment_intent_id=f"pi_{session_id}", **captured)
    await shop.deliver("checkout.session.completed", session_id)
    await shop.work()


async def bought_partly_twice(bench: Bench) -> Checkout:
    shop = bench.desk.shop
    first = await shop.check_out()
    await shop.fill_cart(SMALL)
    second = await shop.checkout(shop.wish())
    await pay(shop, first)
    await pay(shop, second)
    return second


async def test_it_stays_open_beside_an_amount_that_differs() -> None:
    bench = bench_in_memory()
    first, second = await two_pages(bench.desk.shop)
    await pay(bench.desk.shop, first)
    await pay(bench.desk.shop, second, amount=Money(1, "GBP"))
    await bench.check()
    assert await bench.open_reasons(second.order) == ["amount_differs", BOUGHT_TWICE]


async def test_what_is_suggested_gives_all_of_it_back() -> None:
    bench = bench_in_memory()
    second = await bought_partly_twice(bench)
    item = await bench.item(second.order, BOUGHT_TWICE)
    await bench.repair(item.id, bench.staff, True)
    assert [back for _, back in await bench.refunds(second.order)] == [
        second.order.totals.total.amount
    ]
    await bench.desk.shop.work()
    over = await bench.desk.shop.order(second.order.id)
    assert (over.status, over.held_because) == (OrderStatus.REFUNDED, None)
    assert await bench.open_reasons(over) == []
