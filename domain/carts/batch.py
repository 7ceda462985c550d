"""Many operations on a cart in one go: each is applied once, however often it comes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.carts.cart import Cart, CartLimits, CartLine, CartLineNotFound
from domain.carts.operation import (
    KeptOperation,
    Operation,
    OperationResult,
    OperationStatus,
    OperationType,
)
from domain.carts.priced_cart import PricedCart
from domain.shared.refusals import Conflict, DomainError, Invalid

NewLine = Callable[[UUID, int], CartLine]


class BatchIsEmpty(Invalid):
    """A batch holds at least one operation."""

    code = "batch_is_empty"


class BatchTooLarge(Invalid):
    """A batch takes only so many operations; the rest goes into another."""

    code = "batch_too_large"


@dataclass(eq=False)
class BatchRefused(Conflict):
    """One operation of an atomic batch was refused, so none was applied and none is remembered.

    `current` is the cart as it is.
    """

    code = "batch_refused"
    results: tuple[OperationResult, ...] = ()
    current: PricedCart | None = None


class BatchMode(StrEnum):
    """All or nothing, or each for itself."""

    ATOMIC = "atomic"
    BEST_EFFORT = "best_effort"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedBatch:
    """`new` are to be remembered; the cart's version has grown by one if any line differs."""

    cart: Cart
    results: tuple[OperationResult, ...]
    new: tuple[KeptOperation, ...]


def apply_batch(
    cart: Cart,
    operations: Sequence[Operation],
    mode: BatchMode,
    known: Mapping[str, KeptOperation],
    new_line: NewLine,
    limits: CartLimits,
    at: datetime,
) -> AppliedBatch:
    """In their order, but for those that are `known` already. Raises BatchRefused when atomic."""
    seen = dict(known)
    changed, results, new = cart, [], []
    for operation in operations:
        kept = seen.get(operation.id)
        if kept is not None:
            result = kept.answer_to(operation)
        else:
            changed, result = _applied(changed, operation, new_line, limits)
            kept = KeptOperation(fingerprint=operation.fingerprint, result=result, at=at)
            seen[operation.id] = kept
            new.append(kept)
        results.append(result)
        if mode is BatchMode.ATOMIC and result.is_refused:
            raise BatchRefused(results=_undone(operations, results))
    if changed.lines == cart.lines:
        changed = cart
    return AppliedBatch(
        cart=replace(changed, version=min(changed.version, cart.version + 1)),
        results=tuple(results),
        new=tuple(new),
    )


def _applied(
    cart: Cart, operation: Operation, new_line: NewLine, limits: CartLimits
) -> tuple[Cart, OperationResult]:
    """A refusal is a final result too: a replay of the queue must end where its first run did."""
    try:
        operation.check_form()
        changed = _step(cart, operation, new_line, limits)
    except DomainError as refusal:
        return cart, OperationResult.refused(operation, refusal)
    line = _line_of(changed, operation)
    return changed, OperationResult(
        id=operation.id,
        status=OperationStatus.APPLIED,
        line_id=None if line is None else line.id,
    )


def _step(cart: Cart, operation: Operation, new_line: NewLine, limits: CartLimits) -> Cart:
    quantity = operation.quantity
    if operation.type is OperationType.ADD and operation.product_id is not None:
        return cart.add(new_line(operation.product_id, 1 if quantity is None else quantity), limits)
    if operation.type is OperationType.CLEAR:
        return replace(cart, lines=(), version=cart.version + 1)
    line = _line_of(cart, operation)
    if operation.type is OperationType.SET_QUANTITY and quantity:
        if line is None:
            raise CartLineNotFound("The cart has no such line any more.")
        return cart.change(line.id, quantity, limits)
    # What was to go and is gone already: another device was quicker, and both meant the same.
    return cart if line is None else cart.remove(line.id)


def _line_of(cart: Cart, operation: Operation) -> CartLine | None:
    """By the numbers of the ids: comparing UUIDs took half the time of applying a batch."""
    line_number = None if operation.line_id is None else operation.line_id.int
    product_number = None if operation.product_id is None else operation.product_id.int
    for line in cart.lines:
        if (line_number is None or line.id.int == line_number) and (
            product_number is None or line.product_id.int == product_number
        ):
            return line
    return None


def _undone(
    operations: Sequence[Operation], results: Sequence[OperationResult]
) -> tuple[OperationResult, ...]:
    """What was applied earlier stays applied, the refusal tells why, and nothing else happened."""
    told = [
        result if result.is_refused or result.repeated else OperationResult.not_applied(operation)
        for operation, result in zip(operations, results, strict=False)
    ]
    rest = [OperationResult.not_applied(operation) for operation in operations[len(results) :]]
    return (*told, *rest)
