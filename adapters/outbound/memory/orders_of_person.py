"""The orders of a person in memory, and how they lose the person."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.operations.attention import Attention
from domain.orders.order import Order
from domain.privacy.erasure import (
    PARTNERS_EVENTS,
    PARTNERS_REASONS,
    is_finished,
    personal_words,
    without_person,
)
from domain.shared.erased import ERASED, ERASED_EMAIL


@dataclass(frozen=True, slots=True)
class MemoryOrdersOfPerson:
    store: MemoryStore

    def is_finished(self, order: Order, at: datetime) -> bool:
        session = self._table("checkout_sessions").get(order.id)
        prints = [row.status for row in self._table("dropships") if row.order_id == order.id]
        return is_finished(order, session, prints, at)

    def forget_quotations(self, placed: Collection[Order], finished: Collection[UUID]) -> None:
        """A partner's words about an order that is over, and any that speak of the person."""
        words = [word.lower() for order in placed for word in personal_words(order)]
        ids = {order.id for order in placed}

        def quotes(text: object) -> bool:
            return any(word in str(text).lower() for word in words)

        for serial, entry in self._table("timeline").items():
            is_partners = entry.order_id in finished and entry.event in PARTNERS_EVENTS
            if entry.order_id in ids and entry.why and (is_partners or quotes(entry.why)):
                self._table("timeline").put(serial, replace(entry, why=ERASED))
        for item in self._table("attention_items"):
            is_partners = item.order_id in finished and item.reason in PARTNERS_REASONS
            told = (item.details, item.dedupe_key)
            if item.order_id in ids and (is_partners or quotes(told)):
                self._forget_item(item)
        for row in self._table("dropships"):
            is_partners = row.order_id in finished
            if row.order_id in ids and row.problem and (is_partners or quotes(row.problem)):
                self._table("dropships").put(row.id, replace(row, problem=ERASED))
        for row in self._table("refunds"):
            is_over = row.order_id in finished
            if row.order_id in ids and row.note and (is_over or quotes(row.note)):
                self._table("refunds").put(row.id, replace(row, note=ERASED))

    def _forget_item(self, item: Attention) -> None:
        if item.dedupe_key.startswith(f"{ERASED}:"):
            return
        digest = hashlib.md5(item.dedupe_key.encode(), usedforsecurity=False).hexdigest()
        self._table("attention_items").remove(item.dedupe_key)
        told = replace(item, details={}, dedupe_key=f"{ERASED}:{digest}")
        self._table("attention_items").put(told.dedupe_key, told)

    def references(self, finished: Collection[UUID]) -> frozenset[str]:
        """Every name by which a partner's event may speak of these orders."""
        found: set[str | None] = {str(order_id) for order_id in finished}
        for order in self._table("orders"):
            if order.id in finished:
                session = self._table("checkout_sessions").get(order.id)
                found |= {order.payment_intent_id, session.session_id if session else None}
        for row in self._table("dropships"):
            if row.order_id in finished:
                found |= {row.provider_order_id, str(row.id)}
        return frozenset(name for name in found if name)

    def anonymise(self, order: Order, *, is_finished: bool) -> None:
        nobodys = replace(order, email=ERASED_EMAIL)
        self._table("orders").put(order.id, without_person(nobodys) if is_finished else nobodys)
        if not is_finished:
            return
        session = self._table("checkout_sessions").get(order.id)
        if session is not None:
            forgotten = replace(session, request_body=b"", url=None)
            self._table("checkout_sessions").put(order.id, forgotten)
        for row in self._table("dropships"):
            if row.order_id == order.id:
                self._table("dropships").put(row.id, replace(row, request_body=b""))

    def forget_events(self, references: frozenset[str]) -> None:
        for event in self._table("inbox"):
            told = any(reference.encode() in event.body for reference in references)
            if event.object_id in references or told:
                place = (event.provider, event.event_id)
                self._table("inbox").put(place, replace(event, body=b""))

    def _table(self, name: str) -> Table[Any, Any]:
        return self.store.table(name)
