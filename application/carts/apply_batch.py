"""Apply many operations to the owner's cart, each once however often it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from application.carts.change_cart import CartChange
from application.carts.ports import BeginBatchWork, OpenCart
from application.carts.price_cart import PriceCart
from application.operations.ports import KeptReply
from application.shared.ports import Clock, NewId
from domain.carts.batch import (
    AppliedBatch,
    BatchIsEmpty,
    BatchMode,
    BatchRefused,
    BatchTooLarge,
    apply_batch,
)
from domain.carts.cart import CartLimits, CartLine
from domain.carts.history import CartAction, CartEntry
from domain.carts.new_line import new_line, product_among
from domain.carts.operation import KeptOperation, Operation, OperationResult, OperationType
from domain.carts.priced_cart import CartVersionDiffers, PricedCart
from domain.catalog.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch(CartChange):
    mode: BatchMode
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOutcome:
    """One result per operation, in their order, and the cart as it is after them."""

    results: tuple[OperationResult, ...]
    cart: PricedCart


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyBatch:
    """At most seven round trips, for one operation or a hundred."""

    begin: BeginBatchWork
    price: PriceCart
    catalogue: Catalogue
    limits: CartLimits
    clock: Clock
    new_id: NewId
    default_currency: str
    operations_max: int

    async def __call__(self, batch: Batch) -> BatchOutcome:
        """Raises CartVersionDiffers and BatchRefused, both with the cart as it is."""
        self._check_size(batch)
        async with self.begin() as work:
            if batch.request is not None:
                answered = await work.replies.recall(batch.request, BatchOutcome)
                if answered is not None:
                    return answered

            owner_id = batch.owner.id
            found = await work.carts.lock(
                owner_id, self.new_id(), self.default_currency, _wanted(batch)
            )
            if not batch.was_made_of(found.cart):
                raise CartVersionDiffers(current=self.price(found))
            # After the lock: a twin of this batch has said by now what it has done.
            known = await work.operations.known(owner_id, [each.id for each in batch.operations])
            applied = self._applied(batch, found, known)

            outcome = BatchOutcome(results=applied.results, cart=self.price(found, applied.cart))
            reply = None if batch.request is None else KeptReply(batch.request, outcome)
            if applied.cart != found.cart:
                entry = CartEntry.of(
                    CartAction.BATCH_APPLIED,
                    found.cart,
                    applied.cart,
                    batch.origin,
                    self.clock.now(),
                )
                await work.carts.save(found.cart, applied.cart, entry, reply)
            elif reply is not None:
                await work.replies.keep(reply.request, reply.answer)
            if applied.new:
                await work.operations.keep(owner_id, applied.new)
            await work.commit()
        return outcome

    def _check_size(self, batch: Batch) -> None:
        if not batch.operations:
            raise BatchIsEmpty(field="operations")
        if len(batch.operations) > self.operations_max:
            raise BatchTooLarge(
                f"Send up to {self.operations_max} operations at once.",
                field="operations",
                facts={"maximum": self.operations_max},
            )

    def _applied(
        self, batch: Batch, found: OpenCart, known: Mapping[str, KeptOperation]
    ) -> AppliedBatch:
        at = self.clock.now()

        def line(product_id: UUID, quantity: int) -> CartLine:
            product = product_among(found.products, product_id)
            return new_line(
                product, quantity, self.catalogue, found.cart.currency, self.new_id(), at
            )

        try:
            return apply_batch(
                found.cart, batch.operations, batch.mode, known, line, self.limits, at
            )
        except BatchRefused as refusal:
            refusal.current = self.price(found)
            raise


def _wanted(batch: Batch) -> list[UUID]:
    """Each product once, in the order that it comes up."""
    named = [each.product_id for each in batch.operations if each.type is OperationType.ADD]
    return list(dict.fromkeys(each for each in named if each is not None))
