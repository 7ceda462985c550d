"""What a checkout needs beyond the cart and the order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.carts.ports import Carts
from application.operations.ports import Jobs, Replies
from application.orders.ports import AttentionItems, Orders, OrdersOfCart, Timeline
from application.shared.begin import Begin
from application.shared.work import Work
from domain.catalog.frame import Frame
from domain.catalog.product import Product
from domain.checkout.session import CheckoutSession
from domain.designs.design import Design
from domain.designs.render import Render
from domain.media.picture import Picture
from domain.orders.order import Order
from domain.shipping.quote import QuotedItem, QuotedShipping


class SkuCheck(Protocol):
    async def check(self, frames: Sequence[Frame], country: str) -> None:
        """Ask the lab, freshly. Raises SkuUnavailable, DestinationNotServed or Unavailable."""
        ...


class QuotesShipping(Protocol):
    async def __call__(
        self, items: tuple[QuotedItem, ...], country: str, currency: str
    ) -> QuotedShipping:
        """Every way to ship these pieces there. Raises DestinationNotServed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSession:
    session_id: str
    url: str | None
    expires_at: datetime


class SessionGateway(Protocol):
    """Stripe Checkout in our words."""

    def session_request(self, order: Order, expires_at: datetime) -> bytes:
        """The exact parameters of the call, frozen as bytes; no network."""
        ...

    async def open_session(self, request_body: bytes, idempotency_key: str) -> OpenedSession:
        """Raises Unavailable, OutcomeUnknown (again with the same key) or Rejected.

        FailureStored when the provider has nothing but a failure under this key.
        """
        ...

    async def expire_session(self, session_id: str) -> None:
        """Make it unpayable; one that is paid or expired already is left as it is."""
        ...

    async def open_sessions_of(self, order_id: UUID, created_from: datetime) -> Sequence[str]:
        """Ids of all that can be paid for that order, whoever knows of them. Raises Unavailable."""
        ...


class CheckoutSessions(Protocol):
    """One per order; `(order)`, `idempotency_key` and `session_id` are each unique."""

    async def add(self, session: CheckoutSession) -> None: ...

    async def of_order(self, order_id: UUID) -> CheckoutSession | None: ...

    async def of_session(self, session_id: str) -> CheckoutSession | None:
        """By the provider's id, once it was recorded."""
        ...

    async def save(self, session: CheckoutSession) -> None: ...

    async def unsettled(self, expired_before: datetime, limit: int) -> Sequence[CheckoutSession]:
        """Sessions whose end we should have heard of by now, oldest first."""
        ...


class PicturesToPrint(Protocol):
    async def get_many(self, picture_ids: Sequence[UUID]) -> Sequence[Picture]:
        """Those that are still there; nobody deletes them until this work ends."""
        ...


class PrintFiles(Protocol):
    async def get_many(self, render_ids: Sequence[UUID]) -> Sequence[Render]: ...

    async def hold(self, render_id: UUID) -> Render | None:
        """Locked until this work ends: whatever becomes of it is told after that."""
        ...


class ProductsToOrder(Protocol):
    async def get_own(self, owner_id: UUID, product_ids: Sequence[UUID]) -> Sequence[Product]:
        """Those of them that are this owner's, in any order."""
        ...

    async def add_or_get_many(self, products: Sequence[Product]) -> Sequence[Product]:
        """Those that are kept, in any order: these, or equal ones that were there before."""
        ...


class DesignsToOrder(Protocol):
    async def get_many(self, owner_id: UUID, design_ids: Sequence[UUID]) -> Sequence[Design]:
        """Those of them that are this owner's, in any order."""
        ...

    async def add_many(self, designs: Sequence[Design]) -> None:
        """Each with its first revision."""
        ...


class CheckoutWork(Work, Protocol):
    @property
    def carts(self) -> Carts: ...
    @property
    def pictures(self) -> PicturesToPrint: ...
    @property
    def renders(self) -> PrintFiles: ...
    @property
    def products(self) -> ProductsToOrder: ...
    @property
    def designs(self) -> DesignsToOrder: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def orders_of_cart(self) -> OrdersOfCart: ...
    @property
    def sessions(self) -> CheckoutSessions: ...
    @property
    def timeline(self) -> Timeline: ...
    @property
    def attention(self) -> AttentionItems: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def replies(self) -> Replies: ...


BeginCheckoutWork = Begin[CheckoutWork]
