"""The use cases of a cart over any persistence, as tests drive them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.system.clock import new_id
from application.carts.add_to_cart import Addition, AddToCart
from application.carts.apply_batch import ApplyBatch, Batch, BatchOutcome
from application.carts.change_cart import ChangeCart
from application.carts.change_cart_line import ChangeCartLine, LineChange
from application.carts.check_cart_health import CheckCartHealth
from application.carts.merge_guest_cart import GuestMerge, MergeGuestCart
from application.carts.merge_outcome import MergeOutcome
from application.carts.price_cart import PriceCart
from application.carts.read_cart import ReadCart
from application.carts.remove_cart_line import LineRemoval, RemoveCartLine
from application.carts.undo_merge import MergeUndo, UndoMerge, UndoneMerge
from domain.carts.batch import BatchMode
from domain.carts.cart import CartLimits
from domain.carts.merge_report import MergeStrategy
from domain.carts.operation import Operation, OperationType
from domain.carts.priced_cart import PricedCart
from domain.catalog.catalogue import Catalogue
from domain.identity.owner import Owner
from tests.contract.sample_goods import BROWSER, CATALOGUE

LIMITS = CartLimits(lines_max=200, line_quantity_max=99)
OPERATIONS_MAX = 100
UNDO_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class CartTill:
    """`begin` may be of memory or of PostgreSQL."""

    begin: Any
    owner: Owner
    limits: CartLimits = LIMITS
    catalogue: Catalogue = CATALOGUE
    clock: MemoryClock = field(default_factory=MemoryClock)
    # As in the shop, ids rise: lines of one moment keep their order by them.
    new_id: Callable[[], UUID] = new_id
    currency: str = "GBP"

    async def add(self, product_id: UUID, quantity: int = 1, **more: Any) -> PricedCart:
        use_case = AddToCart(
            change_cart=self._change_cart(),
            catalogue=self.catalogue,
            limits=self.limits,
            new_id=self.new_id,
            clock=self.clock,
        )
        return await use_case(
            Addition(**self._by, product_id=product_id, quantity=quantity, **more)
        )

    async def change(self, line_id: UUID, quantity: int, **more: Any) -> PricedCart:
        use_case = ChangeCartLine(change_cart=self._change_cart(), limits=self.limits)
        return await use_case(LineChange(**self._by, line_id=line_id, quantity=quantity, **more))

    async def remove(self, line_id: UUID, **more: Any) -> PricedCart:
        use_case = RemoveCartLine(change_cart=self._change_cart())
        return await use_case(LineRemoval(**self._by, line_id=line_id, **more))

    async def batch(
        self, *operations: Operation, mode: BatchMode = BatchMode.BEST_EFFORT, **more: Any
    ) -> BatchOutcome:
        use_case = ApplyBatch(
            begin=self.begin,
            price=self._price,
            catalogue=self.catalogue,
            limits=self.limits,
            clock=self.clock,
            new_id=self.new_id,
            default_currency=self.currency,
            operations_max=OPERATIONS_MAX,
        )
        return await use_case(Batch(**self._by, mode=mode, operations=operations, **more))

    async def read(self) -> PricedCart:
        use_case = ReadCart(
            begin=self.begin,
            price=self._price,
            new_id=self.new_id,
            default_currency=self.currency,
        )
        return await use_case(self.owner)

    async def merge(self, guest: Owner, strategy: MergeStrategy) -> MergeOutcome:
        """Of the guest into this owner."""
        use_case = MergeGuestCart(
            begin=self.begin,
            price=self._price,
            catalogue=self.catalogue,
            limits=self.limits,
            clock=self.clock,
            new_id=self.new_id,
            default_currency=self.currency,
            default_strategy=strategy,
            undo_within=UNDO_WITHIN,
        )
        return await use_case(GuestMerge(guest=guest, user=self.owner, origin=BROWSER))

    async def undo(self, merge_id: UUID) -> UndoneMerge:
        use_case = UndoMerge(
            begin=self.begin,
            price=self._price,
            clock=self.clock,
            new_id=self.new_id,
            default_currency=self.currency,
            undo_within=UNDO_WITHIN,
        )
        return await use_case(MergeUndo(user=self.owner, merge_id=merge_id, origin=BROWSER))

    @property
    def health(self) -> CheckCartHealth:
        return CheckCartHealth(
            begin=self.begin,
            price=self._price,
            limits=self.limits,
            clock=self.clock,
            new_id=self.new_id,
        )

    @property
    def _by(self) -> dict[str, Any]:
        return {"owner": self.owner, "origin": BROWSER}

    @property
    def _price(self) -> PriceCart:
        return PriceCart(catalogue=self.catalogue, limits=self.limits)

    def _change_cart(self) -> ChangeCart:
        return ChangeCart(
            begin=self.begin,
            price=self._price,
            clock=self.clock,
            new_id=self.new_id,
            default_currency=self.currency,
        )


def adding(id_: str, product_id: UUID, quantity: int = 1) -> Operation:
    return Operation(id=id_, type=OperationType.ADD, product_id=product_id, quantity=quantity)


def setting(id_: str, product_id: UUID, quantity: int) -> Operation:
    return Operation(
        id=id_, type=OperationType.SET_QUANTITY, product_id=product_id, quantity=quantity
    )


def removing(id_: str, product_id: UUID) -> Operation:
    return Operation(id=id_, type=OperationType.REMOVE, product_id=product_id)


def held(cart: PricedCart) -> dict[UUID, int]:
    """Pieces by product."""
    return {line.product.id: line.quantity for line in cart.lines}
