"""A letter to a buyer, written down in the transaction that gives the reason for it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.shared.erased import ERASED_EMAIL


class Template(StrEnum):
    ORDER_CONFIRMED = "order_confirmed"
    ORDER_PARTIALLY_SHIPPED = "order_partially_shipped"
    ORDER_SHIPPED = "order_shipped"
    ORDER_DELIVERED = "order_delivered"
    ACCOUNT_CONFIRM = "account_confirm"
    ACCOUNT_EXISTS = "account_exists"
    ACCOUNT_UNKNOWN = "account_unknown"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a name, not a secret
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a name, not a secret
    EMAIL_CHANGE_CONFIRM = "email_change_confirm"
    EMAIL_CHANGE_TOLD = "email_change_told"
    EXPORT_READY = "export_ready"
    ACCOUNT_ERASED = "account_erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """`dedupe_key` makes one mail per (order, template); a repeat bears the same Message-ID.

    It tells of an order or of an account. With a `ticket_id` it brings a link that is made when the
    mail goes out, so that nothing stored here opens anything.
    """

    id: UUID
    order_id: UUID | None = None
    account_id: UUID | None = None
    ticket_id: UUID | None = None
    template: Template
    dedupe_key: str
    recipient: str
    data: dict[str, object] = field(default_factory=dict)
    created_at: datetime
    sent_at: datetime | None = None

    @property
    def message_id(self) -> str:
        return f"<{self.id}@passepartout>"

    @property
    def is_erased(self) -> bool:
        """The person is gone, and nobody may write to them any more."""
        return self.recipient == ERASED_EMAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail as it goes out: rendered, addressed, with a stable Message-ID."""

    message_id: str
    template: Template
    recipient: str
    subject: str
    text: str
    html: str
