"""A letter to a buyer, written down in the transaction that gives the reason for it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Template(StrEnum):
    ORDER_CONFIRMED = "order_confirmed"
    ORDER_PARTIALLY_SHIPPED = "order_partially_shipped"
    ORDER_SHIPPED = "order_shipped"
    ORDER_DELIVERED = "order_delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """`dedupe_key` makes one mail per (order, template); a repeat bears the same Message-ID."""

    id: UUID
    order_id: UUID
    template: Template
    dedupe_key: str
    recipient: str
    data: dict[str, object] = field(default_factory=dict)
    created_at: datetime
    sent_at: datetime | None = None

    @property
    def message_id(self) -> str:
        return f"<{self.id}@passepartout>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail as it goes out: rendered, addressed, with a stable Message-ID."""

    message_id: str
    template: Template
    recipient: str
    subject: str
    text: str
    html: str
