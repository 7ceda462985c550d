"""Events: immutable snapshots of what happened, each owed to the webhook endpoint."""

import json
import sqlite3
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from simulators.stripe.clock import Clock
from simulators.stripe.ids import new_id
from simulators.stripe.records import Record, Records
from simulators.stripe.settings import API_VERSION, Settings

SCHEMA = """
create table if not exists delivery (
    number integer primary key, event_id text not null, type text not null,
    state text not null default 'pending', attempts integer not null default 0,
    next_at real not null, last_error text);
create index if not exists delivery_due on delivery (state, next_at);
create index if not exists delivery_of_event on delivery (event_id);
"""

NOBODY: Record = {"id": None, "idempotency_key": None}
# The API request whose effects the events of this task are.
cause: ContextVar[Record] = ContextVar("cause", default=NOBODY)


class Events:
    """Writes events and their deliveries into the transaction of the change itself."""

    def __init__(
        self, store: sqlite3.Connection, records: Records, settings: Settings, clock: Clock
    ) -> None:
        self._store, self._records, self._settings, self._clock = store, records, settings, clock
        self.on_new: Callable[[], None] = lambda: None

    def tell(self, event_type: str, subject: Record, previous: Record | None = None) -> None:
        """Record that `event_type` happened to `subject`, as it now is."""
        data: dict[str, Any] = {"object": subject}
        if previous is not None:
            data["previous_attributes"] = previous
        wanted = self._settings.delivers and self._is_enabled(event_type)
        event = {
            "id": new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": self._clock.now(),
            "data": data,
            "livemode": False,
            "pending_webhooks": int(wanted),
            "request": cause.get(),
            "type": event_type,
        }
        self._records.save(event)
        if wanted:
            self._store.execute(
                "insert into delivery (event_id, type, next_at) values (?, ?, ?)",
                (event["id"], event_type, time.time()),
            )
            self.on_new()

    def current(self, event: Record) -> Record:
        """The event with today's `pending_webhooks`; nothing else of it ever changes."""
        return {**event, "pending_webhooks": int(self.state_of(event["id"]) == "pending")}

    def was_delivered(self, event: Record) -> bool:
        """Whether every endpoint that wanted the event has it."""
        return self.state_of(event["id"]) in {None, "delivered"}

    def state_of(self, event_id: str) -> str | None:
        """pending, delivered, dropped or given_up; None if no endpoint wanted the event."""
        row = self._store.execute(
            "select state from delivery where event_id = ? order by number limit 1", (event_id,)
        ).fetchone()
        return str(row["state"]) if row else None

    def resend(self, event: Record) -> None:
        """Deliver once more, whatever came of it before."""
        self._store.execute("delete from delivery where event_id = ?", (event["id"],))
        self._store.execute(
            "insert into delivery (event_id, type, next_at) values (?, ?, ?)",
            (event["id"], event["type"], time.time()),
        )
        self.on_new()

    def body_of(self, event_id: str) -> bytes:
        """The pretty-printed JSON that is delivered."""
        event = self._records.get("event", event_id)
        return json.dumps(event, indent=2, ensure_ascii=False).encode()

    def _is_enabled(self, event_type: str) -> bool:
        enabled = self._settings.webhook_events
        return "*" in enabled or event_type in enabled
