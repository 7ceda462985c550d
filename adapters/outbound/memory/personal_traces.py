"""What a person leaves behind in memory, and how it is erased."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from adapters.outbound.memory.orders_of_person import MemoryOrdersOfPerson
from adapters.outbound.memory.persons import carts_of, persons_of
from adapters.outbound.memory.table import MemoryStore, Table
from domain.carts.history import CartEntry
from domain.designs.render import render_keys
from domain.identity.email import erased_email
from domain.notifications.mail import Mail, Template
from domain.orders.order import Order
from domain.privacy.erasure import NEEDS_NO_FILE, Erased
from domain.shared.erased import ERASED, ERASED_EMAIL


@dataclass(frozen=True, slots=True)
class MemoryPersonalTraces:
    store: MemoryStore

    async def erase(
        self, owner_id: UUID, at: datetime, *, last_mail_written_before: datetime
    ) -> Erased:
        persons = persons_of(self.store, owner_id)
        orders = MemoryOrdersOfPerson(self.store)
        placed = [order for order in self._table("orders") if order.owner_id in persons]
        finished = {order.id for order in placed if orders.is_finished(order, at)}
        orders.forget_quotations(placed, finished)
        references = orders.references(finished)
        for order in placed:
            orders.anonymise(order, is_finished=order.id in finished)
        orders.forget_events(references)
        self._forget_mails(owner_id, {order.id for order in placed}, last_mail_written_before)
        self._forget_belongings(persons)
        unfinished = [order for order in placed if order.id not in finished]
        elsewhere = self._needed_elsewhere(persons)
        files = tuple(self._forget_pictures(persons, [*unfinished, *elsewhere]))
        self._forget_account(owner_id)
        unsent = any(
            mail.account_id == owner_id and not mail.is_erased for mail in self._table("mails")
        )
        left = any(picture.owner_id in persons for picture in self._table("pictures"))
        is_complete = not (unfinished or unsent or left)
        if is_complete:
            self._remove("cart_merges", lambda row: row.user_id in persons, "id")
            self._remove("login_sessions", lambda row: row.account_id in persons, "id")
        return Erased(
            files=files,
            open_orders=tuple(
                order.id for order in sorted(unfinished, key=_id) if order.is_open_for_payment
            ),
            is_complete=is_complete,
        )

    async def forget_event_bodies(self, received_before: datetime, limit: int) -> None:
        old = [
            event
            for event in self._table("inbox")
            if event.received_at < received_before and event.body
        ]
        for event in sorted(old, key=lambda event: event.received_at)[:limit]:
            place = (event.provider, event.event_id)
            self._table("inbox").put(place, replace(event, body=b""))

    async def forget_mails_to(self, email: str) -> None:
        for mail in self._table("mails"):
            is_farewell = mail.template is Template.ACCOUNT_ERASED
            if mail.recipient == email and mail.order_id is None and not is_farewell:
                self._table("mails").put(mail.id, _anonymous(mail))

    def _forget_mails(
        self, owner_id: UUID, placed: Collection[UUID], last_mail_written_before: datetime
    ) -> None:
        forgotten = set()
        for mail in self._table("mails"):
            is_theirs = mail.account_id == owner_id or mail.order_id in placed
            is_waiting = (
                mail.template is Template.ACCOUNT_ERASED
                and mail.sent_at is None
                and mail.created_at >= last_mail_written_before
            )
            if is_theirs and not is_waiting:
                self._table("mails").put(mail.id, _anonymous(mail))
                forgotten.add(str(mail.id))
        prints = {str(row.id) for row in self._table("dropships") if row.order_id in placed}
        names = {str(order_id) for order_id in placed} | prints | forgotten
        for job in self._table("jobs"):
            if job.last_error is not None and names & set(job.payload.values()):
                self._table("jobs").put(job.id, replace(job, last_error=None))
        for item in self._table("attention_items"):
            if item.reason == "job_dead" and names & set(item.details.values()):
                told = {name: said for name, said in item.details.items() if name != "error"}
                self._table("attention_items").put(item.dedupe_key, replace(item, details=told))

    def _forget_belongings(self, persons: Collection[UUID]) -> None:
        carts = carts_of(self.store, persons)
        for cart in self._table("carts"):
            if cart.id in carts:
                self._table("carts").put(cart.id, replace(cart, lines=()))
        for serial, (cart_id, entry) in self._table("cart_history").items():
            if cart_id in carts:
                self._table("cart_history").put(serial, (cart_id, _without_person(entry)))
        self._remove("addresses", lambda row: row.owner_id in persons, "id")
        self._remove("email_tickets", lambda row: row.account_id in persons, "id")
        for table in ("replies", "cart_operations"):
            for place, _ in self._table(table).items():
                if place[0] in persons:
                    self._table(table).remove(place)
        for login in self._table("login_sessions"):
            if login.account_id in persons:
                self._table("login_sessions").put(login.id, replace(login, device=""))
        logins = {row.id for row in self._table("login_sessions") if row.account_id in persons}
        self._remove("refresh_tokens", lambda row: row.session_id in logins, "token_hash")

    def _forget_pictures(
        self, persons: Collection[UUID], unfinished: Collection[Order]
    ) -> Iterator[str]:
        needed = {line.picture_id for order in unfinished for line in order.lines}
        in_carts = {line.product_id for cart in self._table("carts") for line in cart.lines}
        self._remove(
            "products",
            lambda row: (
                row.owner_id in persons and row.id not in in_carts and row.picture_id not in needed
            ),
            "id",
        )
        yield from self._forget_designs(persons, unfinished)
        framed = {product.picture_id for product in self._table("products")}
        gone = self._remove(
            "pictures",
            lambda row: row.owner_id in persons and row.id not in needed | framed,
            "id",
        )
        exports = self._remove("personal_exports", lambda row: row.account_id in persons, "id")
        yield from (key for row in gone for key in row.files)
        yield from (row.asset_key for row in exports)
        uploads = self._remove("uploads", lambda row: row.owner_id in persons, "id")
        yield from (row.key_of(part) for row in uploads for part in row.begun)

    def _needed_elsewhere(self, persons: Collection[UUID]) -> list[Order]:
        own = {picture.id for picture in self._table("pictures") if picture.owner_id in persons}
        return [
            order
            for order in self._table("orders")
            if order.owner_id not in persons
            and order.status not in NEEDS_NO_FILE
            and any(line.picture_id in own for line in order.lines)
        ]

    def _forget_designs(
        self, persons: Collection[UUID], unfinished: Collection[Order]
    ) -> Iterator[str]:
        lines = [line for order in unfinished for line in order.lines]
        needed = {line.design_id for line in lines}
        needed |= {product.design_id for product in self._table("products")}
        gone = self._remove(
            "designs", lambda row: row.owner_id in persons and row.id not in needed, "id"
        )
        for place, _ in self._table("design_revisions").items():
            if place[0] in {design.id for design in gone}:
                self._table("design_revisions").remove(place)
        printed = {design.render_id for design in self._table("designs")}
        printed |= {line.render_id for line in lines}
        drawn = self._remove(
            "renders", lambda row: row.owner_id in persons and row.id not in printed, "id"
        )
        yield from (key for row in drawn for key in render_keys(row.id, row.attempt))

    def _forget_account(self, owner_id: UUID) -> None:
        account = self._table("users").get(owner_id)
        if account is not None:
            nobody = replace(
                account,
                email=erased_email(owner_id),
                user_name=ERASED,
                password_hash=None,
                phone=None,
                accepts_marketing=False,
            )
            self._table("users").put(owner_id, nobody)

    def _table(self, name: str) -> Table[Any, Any]:
        return self.store.table(name)

    def _remove(self, name: str, is_theirs: Callable[[Any], bool], key: str) -> list[Any]:
        gone = [row for row in self._table(name) if is_theirs(row)]
        for row in gone:
            self._table(name).remove(getattr(row, key))
        return gone


def _id(order: Order) -> UUID:
    return order.id


def _anonymous(mail: Mail) -> Mail:
    return replace(mail, recipient=ERASED_EMAIL, data={})


def _without_person(entry: CartEntry) -> CartEntry:
    origin = replace(entry.origin, actor_id="", device="", request_id="")
    return replace(entry, origin=origin, details={})
