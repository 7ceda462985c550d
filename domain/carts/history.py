"""What happened to a cart, in rows that are only ever added."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from domain.carts.cart import Cart
from domain.shared.origin import Origin


class CartAction(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    BATCH_APPLIED = "batch_applied"
    BOUGHT = "bought"
    MERGED = "merged"
    MERGE_UNDONE = "merge_undone"
    COPIED = "copied"
    REPAIRED = "repaired"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class LineDifference:
    """`before` and `after` count pieces; 0 is a line that was not there, or is not any more."""

    line_id: UUID
    product_id: UUID
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CartEntry:
    """One change of a cart: what differs after it, who made it, from where and when."""

    action: CartAction
    origin: Origin
    at: datetime
    version: int
    differences: tuple[LineDifference, ...] = ()
    details: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        action: CartAction,
        before: Cart,
        after: Cart,
        origin: Origin,
        at: datetime,
        details: dict[str, str] | None = None,
    ) -> Self:
        return cls(
            action=action,
            origin=origin,
            at=at,
            version=after.version,
            differences=differences(before, after),
            details=details or {},
        )


def differences(before: Cart, after: Cart) -> tuple[LineDifference, ...]:
    """By line, in the order of the cart as it is now, and then what is gone."""
    was = {line.id: line.quantity for line in before.lines}
    now = {line.id for line in after.lines}
    changed = [
        LineDifference(line.id, line.product_id, was.get(line.id, 0), line.quantity)
        for line in after.lines
        if was.get(line.id) != line.quantity
    ]
    gone = [
        LineDifference(line.id, line.product_id, line.quantity, 0)
        for line in before.lines
        if line.id not in now
    ]
    return (*changed, *gone)
