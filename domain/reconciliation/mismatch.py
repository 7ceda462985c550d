"""Something in which payments, orders and production orders do not agree."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.operations.attention import Attention
from domain.reconciliation.repair import MismatchKind

PREFIX = "three-way"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """`subject` is the id of the order, production order or job that it is about."""

    kind: MismatchKind
    subject: UUID
    order_id: UUID | None
    details: dict[str, str] = field(default_factory=dict)

    @property
    def dedupe_key(self) -> str:
        """Stable, so that the same mismatch is one item, however often it is seen."""
        if self.kind is MismatchKind.JOB_DEAD:
            # As whoever buries a job calls its item.
            return f"dead-job:{self.subject}"
        if self.kind is MismatchKind.CANCELLED_NOT_REFUNDED:
            # As whoever cancels the order calls its item.
            return f"cancelled-but-not-refunded:{self.subject}"
        return f"{PREFIX}:{self.kind.value}:{self.subject}"

    def as_attention(self, at: datetime) -> Attention:
        return Attention(
            reason=self.kind.value,
            dedupe_key=self.dedupe_key,
            at=at,
            order_id=self.order_id,
            details=self.details,
        )
