"""What came of merging two carts, as it goes over the wire."""

from datetime import datetime
from typing import Self
from uuid import UUID

from adapters.inbound.http.answers import Answer
from adapters.inbound.http.carts.answers import CartAnswer, LineIssueAnswer
from application.carts.merge_outcome import KeptApart, MergeOutcome
from domain.carts.merge_report import MergedLine, MergeReport


class MergedLineAnswer(Answer):
    """What became of a line of `side` (guest or user): added, combined or left_behind.

    `quantity` is what the cart holds of the product now; `cappedFrom` what it would hold if a line
    took any number. A line is left behind because of the strategy, of cart_full, or of
    other_account: it is a copy of somebody else's, whose log-in ran out on this device.
    """

    side: str
    fate: str
    line_id: UUID
    product_id: UUID
    guest_quantity: int
    user_quantity: int
    quantity: int
    because: str | None
    capped_from: int | None
    issues: list[LineIssueAnswer]

    @classmethod
    def of(cls, line: MergedLine) -> Self:
        return cls(
            side=line.side.value,
            fate=line.fate.value,
            line_id=line.line_id,
            product_id=line.product_id,
            guest_quantity=line.guest_quantity,
            user_quantity=line.user_quantity,
            quantity=line.quantity,
            because=None if line.because is None else line.because.value,
            capped_from=line.capped_from,
            issues=[LineIssueAnswer.of(issue) for issue in line.issues],
        )


class MergeReportAnswer(Answer):
    """A row for each of the guest's lines, and for each of the user's that was left behind."""

    strategy: str
    lines: list[MergedLineAnswer]

    @classmethod
    def of(cls, report: MergeReport) -> Self:
        return cls(
            strategy=report.strategy.value,
            lines=[MergedLineAnswer.of(line) for line in report.lines],
        )


class KeptApartAnswer(Answer):
    """under_payment (`orderId` is still to be paid by `side`), or other_currency.

    The guest's token opens the guest's cart as before.
    """

    because: str
    guest_cart_id: UUID
    guest_currency: str
    side: str | None
    order_id: UUID | None

    @classmethod
    def of(cls, apart: KeptApart) -> Self:
        return cls(
            because=apart.because.value,
            guest_cart_id=apart.guest_cart_id,
            guest_currency=apart.guest_currency,
            side=None if apart.side is None else apart.side.value,
            order_id=apart.order_id,
        )


class CartMergeAnswer(Answer):
    """`status` is merged, already_merged, nothing_to_merge or kept_apart; `cart` the user's.

    `mergeId` undoes it until `undoableUntil`; a dry run has neither.
    """

    status: str
    merge_id: UUID | None
    undoable_until: datetime | None
    report: MergeReportAnswer | None
    kept_apart: KeptApartAnswer | None
    cart: CartAnswer

    @classmethod
    def of(cls, outcome: MergeOutcome) -> Self:
        apart = outcome.kept_apart
        return cls(
            status=outcome.status.value,
            merge_id=outcome.merge_id,
            undoable_until=outcome.undoable_until,
            report=None if outcome.report is None else MergeReportAnswer.of(outcome.report),
            kept_apart=None if apart is None else KeptApartAnswer.of(apart),
            cart=CartAnswer.of(outcome.cart),
        )
