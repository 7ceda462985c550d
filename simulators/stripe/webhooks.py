"""Delivers events in the background, at least once, until the endpoint says 2xx."""

import asyncio
import logging
import sqlite3
import time
from typing import Any

import httpx

from simulators.shared.fault_rules import FaultRules
from simulators.stripe.events import Events
from simulators.stripe.settings import Settings
from simulators.stripe.signatures import signature_header

log = logging.getLogger(__name__)

AT_ONCE_MAX = 16
TIMEOUT_S = 10.0
GIVE_UP_AFTER_S = 3 * 24 * 3600
IDLE_S = 1.0
HOLD_S = 1.0


class WebhookSender:
    """Pending deliveries are rows, so a restart resumes them; only the timers live here."""

    def __init__(
        self, store: sqlite3.Connection, events: Events, settings: Settings, faults: FaultRules
    ) -> None:
        self._store, self._events, self._settings, self._faults = store, events, settings, faults
        self._news = asyncio.Event()
        self._busy: dict[int, asyncio.Task[None]] = {}
        # Deliveries that a fault has already struck: each is struck once, not on every retry.
        self._struck: set[int] = set()
        self._held = 0
        events.on_new = self._news.set

    async def run(self) -> None:
        """Never returns; cancel it."""
        async with httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
            while True:
                self._news.clear()
                for row in self._due():
                    if not self._strike(row):
                        self._start(row, client)
                try:
                    async with asyncio.timeout(self._until_next()):
                        await self._news.wait()
                except TimeoutError:
                    continue

    def _due(self) -> list[sqlite3.Row]:
        rows = self._store.execute(
            "select * from delivery where state = 'pending' and next_at <= ?"
            " order by next_at, number limit ?",
            (time.time(), AT_ONCE_MAX + len(self._busy)),
        ).fetchall()
        free = AT_ONCE_MAX - len(self._busy)
        return [row for row in rows if row["number"] not in self._busy][:free]

    def _until_next(self) -> float:
        if len(self._busy) >= AT_ONCE_MAX:
            return IDLE_S
        rows = self._store.execute(
            "select number, next_at from delivery where state = 'pending' order by next_at limit ?",
            (AT_ONCE_MAX + 1,),
        ).fetchall()
        waits = [r["next_at"] - time.time() for r in rows if r["number"] not in self._busy]
        return min(max(min(waits, default=IDLE_S), 0.0), IDLE_S)

    def _start(self, row: sqlite3.Row, client: httpx.AsyncClient) -> None:
        def ended(task: asyncio.Task[None]) -> None:
            self._busy.pop(row["number"], None)
            self._news.set()
            if not task.cancelled() and (error := task.exception()):
                log.error("delivery of %s broke", row["event_id"], exc_info=error)

        task = asyncio.create_task(self._deliver(row, client))
        self._busy[row["number"]] = task
        task.add_done_callback(ended)

    async def _deliver(self, row: sqlite3.Row, client: httpx.AsyncClient) -> None:
        body = self._events.body_of(row["event_id"])
        try:
            async with asyncio.timeout(TIMEOUT_S):
                error = await self._post(client, body)
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL) as failure:
            error = f"{type(failure).__name__}: {failure}"
        attempts = row["attempts"] + 1
        delay = min(
            self._settings.retry_first_s * self._settings.retry_factor ** min(attempts - 1, 32),
            self._settings.retry_longest_s,
        )
        state = "delivered" if error is None else "pending"
        if error is not None and time.time() - self._created(row) > GIVE_UP_AFTER_S:
            state = "given_up"
        self._store.execute(
            "update delivery set state = ?, attempts = ?, next_at = ?, last_error = ?"
            " where number = ?",
            (state, attempts, time.time() + delay, error, row["number"]),
        )

    async def _post(self, client: httpx.AsyncClient, body: bytes) -> str | None:
        header = signature_header(body, self._settings.webhook_secret, int(time.time()))
        answer = await client.post(
            self._settings.webhook_url,
            content=body,
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "Stripe-Signature": header,
                "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
                "Cache-Control": "no-cache",
            },
        )
        return None if answer.is_success else f"HTTP {answer.status_code}"

    def _created(self, row: sqlite3.Row) -> float:
        found = self._store.execute(
            "select json_extract(json, '$.created') as at from record where id = ?",
            (row["event_id"],),
        ).fetchone()
        return float(found["at"])

    def _strike(self, row: sqlite3.Row) -> bool:
        """Apply a webhook fault; True means: do not send this one now."""
        if row["number"] in self._struck:
            return False
        rule = self._faults.take_for_webhook(row["type"])
        if rule is None:
            return False
        self._struck.add(row["number"])
        if rule.webhook == "drop":
            self._set(row, state="dropped")
            return True
        if rule.webhook == "duplicate":
            for _ in range(rule.copies - 1):
                self._copy(row)
            return False
        hold = rule.seconds or HOLD_S
        if rule.webhook == "reorder":
            # Each held delivery leaves a little before the one held before it: last in, first out.
            self._held += 1
            hold = max(hold - 0.05 * self._held, 0.0)
        self._set(row, next_at=time.time() + hold)
        return True

    def _set(self, row: sqlite3.Row, **changes: Any) -> None:
        for column, value in changes.items():
            self._store.execute(
                f"update delivery set {column} = ? where number = ?",  # noqa: S608 (our own names)
                (value, row["number"]),
            )

    def _copy(self, row: sqlite3.Row) -> None:
        number = self._store.execute(
            "insert into delivery (event_id, type, next_at) values (?, ?, ?)",
            (row["event_id"], row["type"], time.time()),
        ).lastrowid
        self._struck.add(number or 0)
        self._news.set()
