"""An order with everything that decides whether a trouble of it is still there."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.fulfilment.dropship import Dropship
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.payments.facts import PaymentFact
from domain.payments.refund import Refund, RefundState
from domain.payments.sums import PaymentSums, sums_of_each_payment, sums_of_payment
from domain.shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPicture:
    order: Order
    dropships: Sequence[Dropship]
    facts: Sequence[PaymentFact]
    refunds: Sequence[Refund]

    def dropship(self, dropship_id: str) -> Dropship | None:
        return next((part for part in self.dropships if str(part.id) == dropship_id), None)

    @property
    def line_ids_without_print(self) -> set[UUID]:
        return {line.id for line in self.order.lines} - {part.line_id for part in self.dropships}

    @property
    def own(self) -> PaymentSums:
        """The payment that the order was paid by."""
        return sums_of_payment(self.facts, self.order.payment_intent_id)

    @property
    def surplus(self) -> Sequence[PaymentSums]:
        """Payments besides that one."""
        own = self.order.payment_intent_id or ""
        payments = sums_of_each_payment(self.facts)
        return [each for each in payments if each.captured and each.payment_intent_id != own]

    def unclaimed_of(self, payment: PaymentSums) -> int:
        """What neither went back nor is intended to, in minor units."""
        intended = sum(
            refund.amount.amount
            for refund in self.refunds
            if refund.payment_intent_id == payment.payment_intent_id
            and refund.state is RefundState.INTENDED
        )
        return max(0, payment.left - intended)

    @property
    def captured_minor(self) -> int:
        return sum(payment.captured for payment in sums_of_each_payment(self.facts))

    @property
    def refunded_minor(self) -> int:
        return sum(payment.refunded for payment in sums_of_each_payment(self.facts))

    @property
    def goes_back_whole(self) -> bool:
        """All of it went back or is meant to."""
        return bool(self.own.captured) and not self.unclaimed_of(self.own)

    @property
    def is_refunded_whole(self) -> bool:
        """By refunds alone: what a bank took in a dispute may yet come back."""
        intended = self.own.left - self.unclaimed_of(self.own)
        return 0 < self.own.captured <= self.own.refunded + intended

    @property
    def unmade_minor(self) -> int:
        """What the lines cost of which every print was called off, with their tax."""
        amounts = [
            line.amount
            for line in self.order.lines
            if {part.status for part in self.dropships if part.line_id == line.id}
            == {DropshipStatus.CANCELLED}
        ]
        net = Money.total(amounts, self.order.totals.currency)
        return (net + net.share(self.order.totals.tax_percent)).amount

    @property
    def unmade_and_kept_minor(self) -> int:
        """What is left of that after all refunds, made or intended."""
        intended = self.own.left - self.unclaimed_of(self.own)
        return min(
            self.unclaimed_of(self.own), max(0, self.unmade_minor - self.own.refunded - intended)
        )
