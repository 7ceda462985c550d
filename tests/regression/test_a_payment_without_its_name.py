"""An answer left out the payment's name; the next one had it, and the only payment went back."""

from uuid import uuid4

import pytest

from tests.contract.persistence import Persistence
from tests.contract.repair_bench import bench_of


@pytest.mark.parametrize("names", [(None, "pi"), ("pi", None)], ids=["later", "at first"])
async def test_a_page_is_paid_once_whatever_its_payment_is_called(
    persistence: Persistence, names: tuple[str | None, str | None]
) -> None:
    bench = bench_of(persistence)
    first, second = (None if name is None else f"{name}_{uuid4()}" for name in names)
    order = await bench.desk.paid(payment_intent_id=first)
    shop = bench.desk.shop
    async with shop.begin(reading=True) as work:
        session = await work.sessions.of_order(order.id)
    assert session is not None
    session_id = session.session_id or ""
    shop.gateway.change(session_id, payment_intent_id=second)
    await shop.deliver("checkout.session.completed", session_id)
    await shop.work()
    assert await bench.refunds(order) == []
    assert await bench.open_reasons(order) == []
    assert len(bench.desk.made(order)) == len(order.lines)
