"""CloudEvents that wait for delivery to the callback URLs of their orders."""

import sqlite3
from dataclasses import dataclass

import msgspec

from simulators.prodigi.database import Database
from simulators.prodigi.print_orders import PrintOrder
from simulators.prodigi.wire import Document, timestamp
from simulators.shared.fault_rules import FaultRule, FaultRules

_DELAY_S = 5.0
_REORDER_HOLD_S = 20.0
_REORDER_BEHIND_S = 0.3


@dataclass(frozen=True, slots=True)
class CallbackQueue:
    database: Database
    rules: FaultRules
    source: str

    def add(self, order: PrintOrder, change: str, now: float) -> None:
        """Queues `com.prodigi.order.<change>` with the order as it is at this moment."""
        url = order.document["callbackUrl"]
        if url is None:
            return
        event_type = f"com.prodigi.order.{change}"
        event_id = f"evt_{self.database.next_number()}"
        body = msgspec.json.encode(
            {
                "specversion": "1.0",
                "type": event_type,
                "source": self.source,
                "id": event_id,
                "time": timestamp(),
                "datacontenttype": "application/json",
                "subject": order.id,
                "data": {"order": order.document},
            }
        )
        # An event held back for reordering follows the next one of its order.
        self.database.change(
            "UPDATE callbacks SET state = 'pending', due_at = ?"
            " WHERE state = 'held back' AND order_number = ?",
            now + _REORDER_BEHIND_S,
            order.number,
        )
        rule = self.rules.take_for_webhook(event_type) or FaultRule(webhook="delay", seconds=0)
        state = {"drop": "dropped", "reorder": "held back"}.get(rule.webhook or "", "pending")
        for _ in range(rule.copies if rule.webhook == "duplicate" else 1):
            self.database.change(
                "INSERT INTO callbacks (event_id, order_number, url, type, body, state, due_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                event_id,
                order.number,
                url,
                event_type,
                body,
                state,
                _due_at(rule, now),
            )

    def upcoming(self) -> list[tuple[int, float]]:
        rows = self.database.rows(
            "SELECT id, due_at FROM callbacks WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 64"
        )
        return [(row["id"], row["due_at"]) for row in rows]

    def find(self, callback_id: int) -> sqlite3.Row | None:
        return self.database.row("SELECT * FROM callbacks WHERE id = ?", callback_id)

    def record_attempt(
        self, callback_id: int, *, state: str, due_at: float | None, outcome: str
    ) -> None:
        self.database.change(
            "UPDATE callbacks SET attempts = attempts + 1, state = ?, due_at = ?,"
            " last_outcome = ? WHERE id = ?",
            state,
            due_at,
            outcome,
            callback_id,
        )

    def listed(self) -> list[Document]:
        rows = self.database.rows("SELECT * FROM callbacks ORDER BY id")
        return [
            {
                "eventId": row["event_id"],
                "orderId": f"ord_{row['order_number']}",
                "url": row["url"],
                "type": row["type"],
                "time": msgspec.json.decode(row["body"])["time"],
                "state": row["state"],
                "attempts": row["attempts"],
                "lastOutcome": row["last_outcome"],
            }
            for row in rows
        ]


def _due_at(rule: FaultRule, now: float) -> float | None:
    if rule.webhook == "drop":
        return None
    if rule.webhook == "delay":
        return now + (_DELAY_S if rule.seconds is None else rule.seconds)
    # The last event of an order is followed by none, so its hold must end by itself.
    return now + (_REORDER_HOLD_S if rule.webhook == "reorder" else 0.0)
