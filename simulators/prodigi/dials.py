"""What a test has dialled: how the next orders behave, which SKUs are out, how fast time runs."""

from dataclasses import dataclass
from typing import Any

import msgspec

from simulators.prodigi.database import Database
from simulators.prodigi.wire import Document

NEXT_ORDER_DIALS = (
    "on_hold",
    "created_with_issues",
    "sparse_already_exists",
    "split_shipments",
    "payment_authorisation",
    "asset_failure",
    "sku_unavailable",
    "unknown_values",
)


@dataclass(frozen=True, slots=True)
class Dials:
    """Persisted, because a dial set before a crash must hold after it."""

    database: Database

    def read(self, name: str, default: Any) -> Any:
        row = self.database.row("SELECT value FROM dials WHERE name = ?", name)
        return msgspec.json.decode(row["value"]) if row else default

    def write(self, name: str, value: Any) -> None:
        self.database.change(
            "INSERT INTO dials (name, value) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            msgspec.json.encode(value).decode(),
        )

    def take_next_order(self) -> Document:
        """The dials of the order now created; an entry serves as many orders as its `times`."""
        entries: list[Document] = self.read("next_orders", [])
        if not entries:
            return {}
        first = entries[0]
        first["times"] -= 1
        self.write("next_orders", [entry for entry in entries if entry["times"] > 0])
        return {name: first[name] for name in NEXT_ORDER_DIALS if first.get(name)}
