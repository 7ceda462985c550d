"""A whole shop in memory, from the cart to the parcel, that tests drive step by step."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from adapters.outbound.memory.address_rules import MemoryAddressRules
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.jobs import MemoryJob
from adapters.outbound.memory.mailer import MemoryMailer
from adapters.outbound.memory.payment_gateway import MemoryPaymentGateway
from adapters.outbound.memory.print_lab import LabOrder, MemoryPrintLab
from adapters.outbound.memory.sku_check import MemorySkuCheck
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.tokens.ticket_links import AccountPageLinks
from adapters.outbound.tokens.ticket_tokens import DerivedTicketTokens
from application.carts.add_to_cart import Addition, AddToCart
from application.carts.change_cart import ChangeCart
from application.carts.price_cart import PriceCart
from application.carts.when_order_is_paid_take_bought_lines_out import TakeBoughtLinesOut
from application.checkout.checkout import Checkout, CheckoutWish
from application.checkout.create_checkout import CreateCheckout
from application.checkout.draft_order import DraftOrder
from application.checkout.expire_session import ExpireSession
from application.checkout.intend_checkout import IntendCheckout
from application.checkout.open_payment_page import OpenPaymentPage
from application.checkout.ports import OpenedSession
from application.checkout.price_checkout import PriceCheckout
from application.checkout.when_order_is_paid_close_the_other_page import CloseTheOtherPage
from application.fulfilment.await_print_file import AwaitPrintFile
from application.fulfilment.cancel_dropship import CancelDropship
from application.fulfilment.follow_dropship import FollowDropship
from application.fulfilment.receive_lab_callback import ReceiveLabCallback
from application.fulfilment.submit_dropship import SubmitDropship
from application.fulfilment.when_money_moved_look_at_prints_again import LookAtPrintsAgain
from application.fulfilment.when_order_is_paid_request_prints import RequestPrints
from application.notifications.send_mail import SendMail
from application.notifications.when_order_is_paid_confirm_by_mail import ConfirmByMail
from application.notifications.write_mail import WriteMail
from application.operations.run_job import RunJob
from application.payments.handle_payment_completed import HandlePaymentCompleted
from application.payments.handle_payment_event import HandlePaymentEvent
from application.payments.intend_refund import IntendRefund
from application.payments.make_refund import MakeRefund
from application.payments.note_charge_event import NoteChargeEvent
from application.payments.ports import WhenOrderIsPaid
from application.payments.receive_payment_event import ReceivePaymentEvent
from application.payments.settle_session import SettleSession
from application.payments.take_in_facts import TakeInFacts
from application.reconciliation.close_what_is_gone import CloseWhatIsGone
from domain.carts.cart import CartLimits
from domain.fulfilment.dropship import Dropship
from domain.identity.owner import Owner
from domain.notifications.mail import Mail
from domain.operations.attention import Attention
from domain.operations.job import JobKind, JobState, Lease
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry
from domain.payments.event import SessionReport, SessionState
from domain.pricing.tax import TaxRate, TaxTable
from domain.shipping.address import Address
from tests.contract.persistence import InMemory, Persistence
from tests.contract.sample_goods import BROWSER, CATALOGUE, LARGE, SMALL, framed
from tests.contract.sample_order import LONDON
from tests.unit.checkout.surroundings import (
    AssetLinks,
    FlatRates,
    PlainLetters,
    UnsignedEvents,
)

EVENT_WAITS_MAX = 300
LIMITS = CartLimits(lines_max=20, line_quantity_max=99)


class Till(MemoryPaymentGateway):
    """A payment provider whose sessions also take methods that are paid days later.

    `meanwhile` happens after a session is made and before its answer reaches us.
    """

    meanwhile: Callable[[str], Awaitable[None]] | None = None

    async def open_session(self, request_body: bytes, idempotency_key: str) -> OpenedSession:
        opened = await super().open_session(request_body, idempotency_key)
        if self.meanwhile is not None:
            await self.meanwhile(opened.session_id)
        return opened

    def _open(self, request_body: bytes) -> OpenedSession:
        """Under an id that no other shop with the same database has."""
        opened = super()._open(request_body)
        session_id = f"cs_{uuid4()}"
        report = self._sessions.pop(opened.session_id)
        self._sessions[session_id] = replace(report, session_id=session_id)
        return replace(opened, session_id=session_id)

    def change(self, session_id: str, **changes: Any) -> SessionReport:
        changed = replace(self._known(session_id), **changes)
        self._sessions[session_id] = changed
        return changed

    def complete_unpaid(self, session_id: str) -> None:
        self.change(session_id, state=SessionState.COMPLETE)

    def money_arrives(self, session_id: str, **changes: Any) -> None:
        paid = {"state": SessionState.COMPLETE, "is_paid": True, "payment_intent_id": "pi_1"}
        self.change(session_id, **(paid | changes))


class Lab(MemoryPrintLab):
    """A print lab whose ids no other shop with the same database has."""

    def _new_order(self, request: dict[str, Any]) -> LabOrder:
        made = super()._new_order(request)
        report = replace(made.report, provider_order_id=f"ord_{uuid4()}")
        self._by_key[request["key"]] = replace(made, report=report)
        return self._by_key[request["key"]]


@dataclass
class Journal:
    """What became of each job, for a test to look at."""

    fates: list[tuple[str, str]] = field(default_factory=list)

    def told(self, lease: Lease, fate: str, error: BaseException | None = None) -> None:
        self.fates.append((lease.kind, fate))


class Shop:
    """`kept` says where its state is: in memory by default, where tests can look into tables."""

    def __init__(self, kept: Persistence | None = None, lab: Lab | None = None) -> None:
        self.store, self.clock = MemoryStore(), MemoryClock()
        self.gateway, self.lab, self.mailer = Till(), lab or Lab(), MemoryMailer()
        self.journal, self.buyer = Journal(), Owner(uuid4())
        self.persistence = kept or InMemory(self.store, self.clock)
        self.begin = self.persistence.begin
        self.checkout = self._create_checkout()
        self.receive = ReceivePaymentEvent(
            begin=self.begin, events=UnsignedEvents(), clock=self.clock
        )
        self.receive_callback = ReceiveLabCallback(begin=self.begin, clock=self.clock)
        self.run = RunJob(
            queue=self.persistence.queue,
            handlers=self._handlers(),
            journal=self.journal,
            attempts_max=5,
            first_delay_s=2.0,
            longest_delay_s=900.0,
            renew_every_s=3600.0,
            roll=lambda: 0.5,
        )

    def _create_checkout(self) -> CreateCheckout:
        gb = ((date(2020, 1, 1), TaxRate(percent=Decimal(20), name="VAT")),)
        intend = IntendCheckout(
            begin=self.begin,
            price=PriceCheckout(
                catalogue=CATALOGUE,
                limits=LIMITS,
                quote_shipping=FlatRates(self.clock),
                taxes=TaxTable({"GB": gb}),
            ),
            draft=DraftOrder(new_id=uuid4),
            sku_check=MemorySkuCheck(),
            address_rules=MemoryAddressRules(),
            gateway=self.gateway,
            clock=self.clock,
            new_id=uuid4,
            session_lifetime=timedelta(hours=1),
            default_currency="GBP",
        )
        return CreateCheckout(
            intend=intend,
            open_page=OpenPaymentPage(begin=self.begin, gateway=self.gateway, clock=self.clock),
        )

    def _handlers(self) -> dict[str, Any]:
        write = WriteMail(new_id=uuid4)
        prints = RequestPrints(
            lab=self.lab,
            assets=AssetLinks(),
            callback_token=lambda: f"token-{uuid4()}",
            new_id=uuid4,
            public_base_url="https://shop.example",
            asset_url_lifetime=timedelta(days=60),
        )
        self.print_file = AwaitPrintFile(
            prints=prints, look_again_s=5.0, patience=timedelta(hours=1)
        )
        reactions: list[WhenOrderIsPaid] = [
            prints,
            ConfirmByMail(write=write),
            CloseTheOtherPage(),
            TakeBoughtLinesOut(),
        ]
        when_money_moved = LookAtPrintsAgain(reactions=reactions)
        take_in = TakeInFacts(when_money_moved=when_money_moved, close_items=CloseWhatIsGone())
        paid = HandlePaymentCompleted(
            reactions=reactions,
            intend_refund=IntendRefund(gateway=self.gateway, new_id=uuid4),
            livemode=False,
            clock=self.clock,
        )
        settle = SettleSession(
            begin=self.begin, gateway=self.gateway, when_paid=paid, clock=self.clock
        )
        note = NoteChargeEvent(
            begin=self.begin, take_in=take_in, clock=self.clock, waits_max=EVENT_WAITS_MAX
        )
        return {
            JobKind.HANDLE_STRIPE_EVENT: HandlePaymentEvent(
                begin=self.begin, settle=settle, note=note
            ),
            JobKind.MAKE_REFUND: MakeRefund(
                begin=self.begin,
                gateway=self.gateway,
                take_in=take_in,
                when_money_moved=when_money_moved,
                clock=self.clock,
                patience=timedelta(hours=1),
            ),
            JobKind.CANCEL_DROPSHIP: CancelDropship(
                begin=self.begin, lab=self.lab, clock=self.clock
            ),
            JobKind.SUBMIT_DROPSHIP: SubmitDropship(
                begin=self.begin,
                lab=self.lab,
                print_file=self.print_file,
                clock=self.clock,
            ),
            JobKind.FOLLOW_DROPSHIP: FollowDropship(
                begin=self.begin,
                lab=self.lab,
                write_mail=write,
                clock=self.clock,
                unseen_patience=timedelta(hours=1),
            ),
            JobKind.EXPIRE_SESSION: ExpireSession(begin=self.begin, gateway=self.gateway),
            JobKind.SEND_MAIL: SendMail(
                begin=self.begin,
                letters=PlainLetters(),
                links=AccountPageLinks(DerivedTicketTokens("a secret"), "https://shop.example"),
                mailer=self.mailer,
                clock=self.clock,
            ),
        }

    async def fill_cart(self, *frames: Any) -> None:
        """With one piece of each frame, by default of a small and a large one."""
        change_cart = ChangeCart(
            begin=self.begin,
            price=PriceCart(catalogue=CATALOGUE, limits=LIMITS),
            clock=self.clock,
            new_id=uuid4,
            default_currency="GBP",
        )
        add = AddToCart(
            change_cart=change_cart,
            catalogue=CATALOGUE,
            limits=LIMITS,
            new_id=uuid4,
            clock=self.clock,
        )
        for frame in frames or (SMALL, LARGE):
            product = await framed(self.persistence, self.buyer.id, frame)
            await add(Addition(owner=self.buyer, origin=BROWSER, product_id=product.id, quantity=1))
            self.clock.advance(timedelta(seconds=1))

    def wish(self, address: Address = LONDON, **more: Any) -> CheckoutWish:
        return CheckoutWish(
            owner=self.buyer,
            email="ada@buyer.example",
            address=address,
            shipping_method="Standard",
            **more,
        )

    async def check_out(self) -> Checkout:
        await self.fill_cart()
        return await self.checkout(self.wish())

    async def deliver(
        self, event_type: str, object_id: str, event_id: str | None = None, **details: str
    ) -> bool:
        event_id = event_id or f"evt_{uuid4()}"
        told = {"id": event_id, "type": event_type, "object_id": object_id, "details": details}
        return await self.receive(json.dumps(told).encode(), "signed")

    async def work(self, hours: int = 0) -> None:
        """Do all that is due now, and what becomes due in the hours that follow."""
        for _ in range(hours + 1):
            while await self.run.oldest_overdue(timedelta()):
                pass
            if hours:
                self.clock.advance(timedelta(hours=1))

    async def pay(self, checkout: Checkout) -> None:
        """The buyer pays, the provider says so, and everything that follows is done."""
        session_id = checkout.session.session_id or ""
        self.gateway.money_arrives(session_id)
        await self.deliver("checkout.session.completed", session_id)
        await self.work()

    async def order(self, order_id: UUID) -> Order:
        async with self.begin(reading=True) as work:
            return await work.orders.lock(order_id)

    async def timeline(self, order_id: UUID) -> list[TimelineEntry]:
        async with self.begin(reading=True) as work:
            return list(await work.timeline.of(order_id))

    async def parts(self, order_id: UUID) -> list[Dropship]:
        async with self.begin(reading=True) as work:
            return list(await work.dropships.of_order(order_id))

    @property
    def orders(self) -> list[Order]:
        return list(self.store.table("orders"))

    @property
    def mails(self) -> list[Mail]:
        return list(self.store.table("mails"))

    @property
    def attention(self) -> list[Attention]:
        return list(self.store.table("attention_items"))

    def jobs(self, kind: JobKind, state: JobState | None = None) -> list[MemoryJob]:
        rows: list[MemoryJob] = list(self.store.table("jobs"))
        return [row for row in rows if row.kind == kind and state in (None, row.state)]

    def at(self) -> datetime:
        return self.clock.now()
