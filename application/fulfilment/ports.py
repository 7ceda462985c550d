"""What fulfilment needs: the print lab, and the production orders we keep of our own."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.notifications.ports import Mails
from application.operations.ports import Jobs, Replies
from application.orders.ports import AttentionItems, Orders, PaymentFacts, Timeline
from application.payments.ports import Inbox, Refunds
from application.shared.begin import Begin
from application.shared.work import Work
from domain.designs.render import Render
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.lab_report import CancelAnswer, LabReport, Submission
from domain.orders.order import Order, OrderLine


class PrintLab(Protocol):
    """Prodigi in our words."""

    def request_body(
        self, order: Order, line: OrderLine, key: str, callback_url: str, asset_url: str
    ) -> bytes:
        """The exact body of the call, frozen; no network."""
        ...

    async def submit(self, request_body: bytes) -> Submission:
        """The same bytes make one order there, however often.

        Raises Unavailable, OutcomeUnknown or Rejected: AnotherThere where the lab has something
        else under the key than these bytes say.
        """
        ...

    async def report(self, provider_order_id: str) -> LabReport | None:
        """The order as it is now; None while the lab keeps it on hold. Raises Unavailable."""
        ...


class LabCancellations(Protocol):
    """The other thing that the lab can be asked for."""

    async def cancel(self, provider_order_id: str) -> CancelAnswer:
        """Asking again for what is cancelled says that it is. Raises Unavailable or OutcomeUnknown.

        An order that the lab keeps on hold, or does not know, cannot be cancelled this way.
        """
        ...


class AssetUrls(Protocol):
    def public_url(self, key: str, expires_at: datetime) -> str: ...


class CallbackTokens(Protocol):
    def __call__(self) -> str:
        """Unguessable and fit for a URL: at least 256 bits."""
        ...


class Dropships(Protocol):
    """`(order, line, fulfilment_no)`, `idempotency_key` and `callback_token` are each unique."""

    async def add(self, *dropships: Dropship) -> None:
        """A known (order, line, fulfilment_no) is left as it is."""
        ...

    async def get(self, dropship_id: UUID) -> Dropship:
        """Raises DropshipNotFound."""
        ...

    async def lock(self, dropship_id: UUID) -> Dropship: ...

    async def by_callback_token(self, token: str) -> Dropship:
        """Raises DropshipNotFound."""
        ...

    async def of_order(self, order_id: UUID) -> Sequence[Dropship]: ...

    async def save(self, dropship: Dropship) -> None:
        """All but who it is and what is asked for."""
        ...

    async def freeze(self, dropship: Dropship) -> None:
        """The request of a print that waited for its file, once and for ever.

        Raises DropshipCannotMove for one that has a request, or was tried.
        """
        ...

    async def waiting_for(self, render_id: UUID) -> Sequence[Dropship]:
        """Those whose request is not frozen because this file was not there."""
        ...

    async def unheard_of(
        self, checked_before: datetime, paid_since: datetime, limit: int, *, at: datetime
    ) -> Sequence[Dropship]:
        """At the lab, not at an end, and not looked at since; the longest unseen first.

        A look later than `at`, which is now, was noted by a clock that was ahead, and is none.

        What failed there may be mended there: it counts if its order was paid since `paid_since`.
        """
        ...


class PicturesToPrintAgain(Protocol):
    async def deleted_among(self, picture_ids: Collection[UUID]) -> Collection[UUID]:
        """Those of these that their owner has deleted."""
        ...


class PrintFiles(Protocol):
    async def get_many(self, render_ids: Sequence[UUID]) -> Sequence[Render]: ...


class FulfilmentWork(Work, Protocol):
    @property
    def orders(self) -> Orders: ...
    @property
    def dropships(self) -> Dropships: ...
    @property
    def renders(self) -> PrintFiles: ...
    @property
    def timeline(self) -> Timeline: ...
    @property
    def attention(self) -> AttentionItems: ...
    @property
    def mails(self) -> Mails: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def jobs(self) -> Jobs: ...


BeginFulfilmentWork = Begin[FulfilmentWork]


class StaffPrintWork(FulfilmentWork, Protocol):
    """For what staff do by hand."""

    @property
    def replies(self) -> Replies: ...
    @property
    def payment_facts(self) -> PaymentFacts: ...
    @property
    def refunds(self) -> Refunds: ...
    @property
    def pictures(self) -> PicturesToPrintAgain: ...


BeginStaffPrintWork = Begin[StaffPrintWork]
