"""Staff's list as the real wiring has it, over the orders of a desk."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import msgspec
from dependency_injector import providers

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.table import MemoryStore
from adapters.settings import Settings
from application.payments.refund_order import RefundOrder, RefundWish
from application.reconciliation.check_three_ways import CheckThreeWays
from application.reconciliation.close_what_is_gone import CloseWhatIsGone
from application.reconciliation.repair_attention import RepairAttention
from composition.outside import Outside
from composition.reconciliation import reconcilers
from composition.refunds import refund_use_cases
from composition.repairs import repairs
from composition.wiring import Wiring
from domain.operations.attention import Attention
from domain.orders.order import Order
from domain.payments.refund import RefundReason
from domain.reconciliation.attention_item import AttentionItem
from tests.contract.persistence import InMemory, Persistence
from tests.contract.staff_desk import Desk, desk_of


@dataclass
class Bench:
    desk: Desk
    staff: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        shop = self.desk.shop
        settings = msgspec.structs.replace(Settings(), three_way_rows_max=100_000)
        outside = Outside(settings=settings, role="test")
        for provider, stand_in in (
            (outside.begin, shop.begin),
            (outside.clock, shop.clock),
            (outside.gateway, shop.gateway),
            (outside.lab, self.desk.lab),
        ):
            provider.override(providers.Object(stand_in))
        wiring = Wiring(outside, settings)
        self.repair_once = RepairAttention(
            begin=shop.begin, repairs=repairs(wiring), close=CloseWhatIsGone(), clock=shop.clock
        )
        self.repair = wiring.guarded(self.repair_once)
        self.refund_order: RefundOrder = refund_use_cases(wiring)["refund_order"]()  # type: ignore[assignment]
        self.check: CheckThreeWays = reconcilers(wiring).three_ways

    async def refund(self, order: Order) -> None:
        """All that is left."""
        wish = RefundWish(
            order_id=order.id,
            amount=None,
            reason=RefundReason.REQUESTED_BY_CUSTOMER,
            note="",
            staff_id=self.staff,
        )
        await self.refund_order(wish)

    async def note(self, order: Order, reason: str, **details: str) -> AttentionItem:
        told = Attention(
            reason=reason,
            dedupe_key=f"{reason}:{uuid4()}",
            at=self.desk.shop.clock.now(),
            order_id=order.id,
            details=details,
        )
        async with self.desk.shop.begin() as work:
            await work.attention.add(told)
            await work.commit()
        return await self.item(order, reason)

    async def item(self, order: Order, reason: str) -> AttentionItem:
        async with self.desk.shop.begin(reading=True) as work:
            found = await work.attention_list.of_order(order.id)
        return next(item for item in found if item.reason == reason)

    async def open_reasons(self, order: Order) -> list[str]:
        async with self.desk.shop.begin(reading=True) as work:
            return sorted(await work.attention.open_reasons(order.id))

    async def refunds(self, order: Order) -> list[tuple[str, int]]:
        async with self.desk.shop.begin(reading=True) as work:
            found = await work.refunds.of_order(order.id)
        return [(each.payment_intent_id, each.amount.amount) for each in found]


def bench_of(persistence: Persistence) -> Bench:
    return Bench(desk_of(persistence))


def bench_in_memory() -> Bench:
    """For what the domain decides alone, and for a lab that nobody else's jobs ask."""
    return bench_of(InMemory(MemoryStore(), MemoryClock()))
