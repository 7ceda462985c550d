"""The orders of the account, and for each the state of its production that no client sees."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from simulators.prodigi.database import Database
from simulators.prodigi.wire import Document, timestamp


class Step(StrEnum):
    CREATED = "created"
    DOWNLOADING = "downloading"
    DOWNLOADED = "downloaded"
    ALLOCATED = "allocated"
    PREPARED = "prepared"
    IN_PRODUCTION = "in_production"
    SHIPPING = "shipping"
    COMPLETE = "complete"


@dataclass(slots=True, kw_only=True)
class PrintOrder:
    number: int
    document: Document
    step: Step = Step.CREATED
    held: bool = False
    # When the next step is taken; None while nothing moves this order.
    due_at: float | None = None
    download_attempts: int = 0
    dials: Document = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"ord_{self.number}"

    @property
    def status(self) -> Document:
        status: Document = self.document["status"]
        return status

    @property
    def is_cancelled(self) -> bool:
        return bool(self.status["stage"] == "Cancelled")


@dataclass(frozen=True, slots=True)
class PrintOrders:
    database: Database

    def add(self, order: PrintOrder) -> None:
        self.database.change(
            "INSERT INTO orders (number, idempotency_key, document, step, held, due_at,"
            " download_attempts, dials) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            order.number,
            order.document["idempotencyKey"],
            _json(order.document),
            order.step,
            order.held,
            order.due_at,
            order.download_attempts,
            _json(order.dials),
        )

    def save(self, order: PrintOrder) -> None:
        order.document["lastUpdated"] = timestamp()
        self.database.change(
            "UPDATE orders SET document = ?, step = ?, held = ?, due_at = ?,"
            " download_attempts = ?, dials = ? WHERE number = ?",
            _json(order.document),
            order.step,
            order.held,
            order.due_at,
            order.download_attempts,
            _json(order.dials),
            order.number,
        )

    def find(self, number: int) -> PrintOrder | None:
        row = self.database.row("SELECT * FROM orders WHERE number = ?", number)
        return _from_row(row) if row else None

    def find_by_key(self, idempotency_key: str) -> PrintOrder | None:
        row = self.database.row("SELECT * FROM orders WHERE idempotency_key = ?", idempotency_key)
        return _from_row(row) if row else None

    def newest_first(
        self, where: Sequence[tuple[str, Sequence[Any]]], top: int, skip: int
    ) -> list[PrintOrder]:
        """Orders that meet every condition of `where` (SQL written here, values bound)."""
        conditions = " AND ".join(condition for condition, _ in where) or "TRUE"
        values = [value for _, bound in where for value in bound]
        statement = f"SELECT * FROM orders WHERE {conditions} ORDER BY number DESC LIMIT ? OFFSET ?"  # noqa: S608 - conditions are constants of list_filters.py
        return [_from_row(row) for row in self.database.rows(statement, *values, top, skip)]

    def upcoming(self) -> list[tuple[int, float]]:
        rows = self.database.rows(
            "SELECT number, due_at FROM orders WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 64"
        )
        return [(row["number"], row["due_at"]) for row in rows]

    def stretch_remaining_times(self, now: float, ratio: float) -> None:
        self.database.change(
            "UPDATE orders SET due_at = ?1 + max(0, due_at - ?1) * ?2 WHERE due_at IS NOT NULL",
            now,
            ratio,
        )


def _json(document: Document) -> str:
    return msgspec.json.encode(document).decode()


def _from_row(row: sqlite3.Row) -> PrintOrder:
    return PrintOrder(
        number=row["number"],
        document=msgspec.json.decode(row["document"]),
        step=Step(row["step"]),
        held=bool(row["held"]),
        due_at=row["due_at"],
        download_attempts=row["download_attempts"],
        dials=msgspec.json.decode(row["dials"]),
    )
