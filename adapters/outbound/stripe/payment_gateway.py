"""Stripe Checkout through the official asynchronous SDK."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import stripe

from adapters.outbound.stripe.event_list import event_page
from adapters.outbound.stripe.refund_answer import read_refund
from adapters.outbound.stripe.refund_request import KEY_FIELD, refund_request
from adapters.outbound.stripe.session_answer import read_session
from adapters.outbound.stripe.session_request import session_request
from adapters.outbound.stripe.translated import translated
from application.checkout.ports import OpenedSession
from application.reconciliation.ports import EventPage
from application.shared.outcomes import Rejected
from domain.orders.order import Order
from domain.payments.event import SessionReport, SessionState
from domain.payments.refund import RefundReason, RefundReport
from domain.shared.money import Money

# The shapes of parameters and answers belong to this version, whatever the account's default is.
API_VERSION = "2026-10-28.endive"
PAGE_SIZE_MAX = 100
# As many as one answer of a list may hold.
PAGE = 100


class StripePaymentGateway:
    """One per process; connections belong to the event loop of the first call."""

    def __init__(
        self,
        *,
        api_key: str,
        api_base: str,
        public_base_url: str,
        timeout_s: float,
        attempts_max: int,
    ) -> None:
        self._api_key = api_key
        self._api_base = api_base
        self._public_base_url = public_base_url.rstrip("/")
        self._timeout_s = timeout_s
        self._attempts_max = attempts_max
        self._http: stripe.HTTPXClient | None = None
        self._client: stripe.StripeClient | None = None

    def session_request(self, order: Order, expires_at: datetime) -> bytes:
        return session_request(order, expires_at, self._public_base_url)

    async def open_session(self, request_body: bytes, idempotency_key: str) -> OpenedSession:
        with translated(changes=True):
            answer = await self._connected().v1.checkout.sessions.create_async(
                params=json.loads(request_body), options={"idempotency_key": idempotency_key}
            )
            return read_session(answer).as_opened()

    async def expire_session(self, session_id: str) -> None:
        try:
            with translated(changes=True):
                await self._connected().v1.checkout.sessions.expire_async(session_id)
        except Rejected:
            # Stripe refuses to expire what has ended already, which is what we want.
            if (await self.session(session_id)).state is SessionState.OPEN:
                raise

    async def open_sessions_of(self, order_id: UUID, created_from: datetime) -> Sequence[str]:
        """The API finds no session by its reference, so all that are open are looked through."""
        with translated(changes=False):
            listed = await self._connected().v1.checkout.sessions.list_async(
                {
                    "status": "open",
                    "created": {"gte": int(created_from.timestamp())},
                    "limit": PAGE,
                }
            )
            found = [read_session(each) async for each in listed.auto_paging_iter()]
            return [each.id for each in found if each.as_report().order_reference == str(order_id)]

    async def session(self, session_id: str) -> SessionReport:
        with translated(changes=False):
            answer = await self._connected().v1.checkout.sessions.retrieve_async(session_id)
            return read_session(answer).as_report()

    def refund_request(
        self, order: Order, payment_intent_id: str, amount: Money, reason: RefundReason, key: str
    ) -> bytes:
        return refund_request(order, payment_intent_id, amount, reason, key)

    async def refund(self, request_body: bytes, idempotency_key: str) -> RefundReport:
        with translated(changes=True):
            answer = await self._connected().v1.refunds.create_async(
                params=json.loads(request_body), options={"idempotency_key": idempotency_key}
            )
            return read_refund(answer).as_report()

    async def refund_of_key(
        self, payment_intent_id: str, idempotency_key: str
    ) -> RefundReport | None:
        with translated(changes=False):
            page = await self._connected().v1.refunds.list_async(
                params={
                    "payment_intent": payment_intent_id,
                    "limit": PAGE_SIZE_MAX,
                    "expand": ["data.charge"],
                }
            )
            async for found in page.auto_paging_iter():
                refund = read_refund(found)
                if (refund.metadata or {}).get(KEY_FIELD) == idempotency_key:
                    return refund.as_report()
        return None

    async def events(
        self, types: Sequence[str], since: datetime, until: datetime, cursor: str | None
    ) -> EventPage:
        listing = self._connected().v1.events.list_async
        return await event_page(listing, types, since, until, cursor)

    async def aclose(self) -> None:
        if self._http is not None:
            await self._http.close_async()  # type: ignore[no-untyped-call]
        self._http = self._client = None

    def _connected(self) -> stripe.StripeClient:
        if self._client is None:
            # Telemetry would write a file into the home directory of whoever runs this.
            stripe.enable_telemetry = False
            self._http = stripe.HTTPXClient(timeout=self._timeout_s)
            self._client = stripe.StripeClient(
                self._api_key,
                base_addresses={"api": self._api_base},
                http_client=self._http,
                # Without a number the client does not retry at all.
                max_network_retries=self._attempts_max - 1,
                stripe_version=API_VERSION,
            )
        return self._client
