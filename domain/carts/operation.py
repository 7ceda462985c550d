"""One thing that a client did to its cart, perhaps while offline, and what came of it here."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from domain.shared.refusals import Conflict, DomainError, Invalid


class OperationIdReused(Conflict):
    """The operation's id was given to another operation before; a new one needs a new id."""

    code = "operation_id_reused"


class OperationInvalid(Invalid):
    """The operation lacks what its type needs, or has what its type does not take."""

    code = "operation_invalid"


class OperationType(StrEnum):
    ADD = "add"
    SET_QUANTITY = "set_quantity"
    REMOVE = "remove"
    CLEAR = "clear"


class OperationStatus(StrEnum):
    """`NOT_APPLIED` is the fate of the others when one operation of an atomic batch is refused."""

    APPLIED = "applied"
    REFUSED = "refused"
    NOT_APPLIED = "not_applied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """`id` is the client's. A line is named by its id or by its product: who has just added it
    offline does not know its id.
    """

    id: str
    type: OperationType
    product_id: UUID | None = None
    line_id: UUID | None = None
    quantity: int | None = None

    @property
    def fingerprint(self) -> str:
        """Tells whether the same id comes with the same content."""
        content = f"{self.type.value} {self.product_id} {self.line_id} {self.quantity}"
        return hashlib.sha256(content.encode()).hexdigest()

    def check_form(self) -> None:
        """Raises OperationInvalid, naming the field at fault."""
        if self.type is OperationType.ADD:
            _demand(self.product_id is not None, "productId", "Name the product to add.")
            _demand(self.line_id is None, "lineId", "Adding names a product, not a line.")
        elif self.type is OperationType.CLEAR:
            named = self.line_id is not None or self.product_id is not None
            _demand(not named, "lineId", "Clearing names no line.")
        else:
            one = (self.line_id is None) != (self.product_id is None)
            _demand(one, "lineId", "Name the line by its id or by its product.")
        if self.type is OperationType.SET_QUANTITY:
            _demand(self.quantity is not None, "quantity", "Say how many.")
        elif self.type is not OperationType.ADD:
            _demand(self.quantity is None, "quantity", "This takes no quantity.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationResult:
    """`line_id` is the line that holds the product now; `code` and `detail` say why it was refused.

    `repeated`: it is the result of an earlier time, and nothing was done this time.
    """

    id: str
    status: OperationStatus
    line_id: UUID | None = None
    code: str = ""
    detail: str = ""
    repeated: bool = False

    @property
    def is_refused(self) -> bool:
        return self.status is OperationStatus.REFUSED

    @classmethod
    def refused(cls, operation: Operation, refusal: DomainError) -> Self:
        return cls(
            id=operation.id,
            status=OperationStatus.REFUSED,
            code=refusal.code,
            detail=refusal.detail,
        )

    @classmethod
    def not_applied(cls, operation: Operation) -> Self:
        return cls(id=operation.id, status=OperationStatus.NOT_APPLIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOperation:
    """What is remembered of an operation, so that a repeat of it is known and changes nothing."""

    fingerprint: str
    result: OperationResult
    at: datetime

    @property
    def id(self) -> str:
        return self.result.id

    def answer_to(self, operation: Operation) -> OperationResult:
        if operation.fingerprint != self.fingerprint:
            refusal = OperationIdReused("This id was given to another operation.")
            return OperationResult.refused(operation, refusal)
        return replace(self.result, repeated=True)


def _demand(condition: bool, field: str, detail: str) -> None:
    if not condition:
        raise OperationInvalid(detail, field=field)
