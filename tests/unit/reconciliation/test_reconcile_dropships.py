"""Staff are told of an order of ours at the lab that our books do not have, and of no other."""

import json
from datetime import timedelta

from adapters.outbound.memory.lab_order_list import MemoryLabOrderList
from application.reconciliation.reconcile_dropships import ReconcileDropships
from tests.unit.checkout.shop import Shop


def reconciler(shop: Shop, *, page: int = 100, pages_max: int = 20) -> ReconcileDropships:
    return ReconcileDropships(
        begin=shop.begin,
        lab=MemoryLabOrderList(shop.lab, page),
        clock=shop.clock,
        overlap=timedelta(minutes=10),
        look_back=timedelta(days=1),
        pages_max=pages_max,
    )


async def made_beside_our_books(shop: Shop, **changed: str) -> str:
    """An order at the lab that names one of ours, under a key that we have not."""
    checkout = await shop.check_out()
    await shop.pay(checkout)
    await shop.work()
    order = await shop.order(checkout.order.id)
    body = shop.lab.request_body(order, order.lines[0], "no-key-of-ours", "https://a", "https://b")
    request = json.dumps(json.loads(body) | changed).encode()
    return (await shop.lab.submit(request)).provider_order_id


async def test_what_we_sent_is_known() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    await shop.work()
    findings = await reconciler(shop)()
    assert (findings.looked_at, findings.found) == (len(checkout.order.lines), 0)
    assert shop.attention == []


async def test_an_order_that_we_do_not_know_is_told_once() -> None:
    shop = Shop()
    strange = await made_beside_our_books(shop)
    reconcile = reconciler(shop)
    assert (await reconcile()).found == 1
    await reconcile()
    [item] = shop.attention
    assert item.reason == "lab_order_unknown"
    assert item.details["providerOrderId"] == strange
    assert item.details["orderNumber"] == shop.orders[0].number


async def test_a_long_list_is_read_in_pieces() -> None:
    shop = Shop()
    await made_beside_our_books(shop)
    reconcile = reconciler(shop, page=1, pages_max=2)
    assert (await reconcile()).cut_short
    assert shop.attention == []
    assert not (await reconcile()).cut_short
    assert [item.reason for item in shop.attention] == ["lab_order_unknown"]


async def test_what_others_have_made_with_the_same_account_is_left_alone() -> None:
    shop = Shop()
    await made_beside_our_books(shop, order_id="", reference="OTHER-7")
    assert (await reconciler(shop)()).found == 0
    assert shop.attention == []
