"""Everything the memory holds about a person, read while nobody changes it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from enum import Enum
from typing import Any
from uuid import UUID

from adapters.outbound.memory.persons import carts_of, persons_of
from adapters.outbound.memory.table import MemoryStore
from domain.carts.cart import Cart
from domain.carts.history import CartEntry
from domain.designs.design import Design
from domain.designs.render import Render, RenderedFile
from domain.identity.address_book import SavedAddress
from domain.orders.order import Order
from domain.orders.timeline import as_told_to_its_buyer
from domain.privacy.personal_data import FIELDS
from domain.shared.money import Money

Row = dict[str, Any]


class MemoryPersonalData:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def collect(self, owner_id: UUID) -> Mapping[str, Sequence[Mapping[str, object]]]:
        async with self._store.lock:
            persons = persons_of(self._store, owner_id)
            placed = {row.id: row for row in self._of("orders", persons)}
            return {
                "profile": self._told("profile", "users", lambda row: row.id == owner_id),
                "addresses": [_address(row) for row in self._of("addresses", persons)],
                "carts": self._carts(persons),
                "pictures": _rows("pictures", self._of("pictures", persons)),
                "uploads": _rows("uploads", self._of("uploads", persons)),
                "designs": [self._design(row) for row in self._of("designs", persons)],
                "renders": [_render(row) for row in self._of("renders", persons)],
                "products": _rows("products", self._of("products", persons)),
                "orders": [self._order(row) for row in placed.values()],
                "mails": self._told(
                    "mails",
                    "mails",
                    lambda row: row.account_id == owner_id or row.order_id in placed,
                ),
                "sessions": self._told(
                    "sessions", "login_sessions", lambda row: row.account_id == owner_id
                ),
                "exports": self._told(
                    "exports", "personal_exports", lambda row: row.account_id == owner_id
                ),
            }

    def _of(self, table: str, persons: Iterable[UUID]) -> list[Any]:
        own = [row for row in self._store.table(table) if row.owner_id in persons]
        return sorted(own, key=lambda row: row.id)

    def _told(self, kind: str, table: str, is_theirs: Any) -> list[Row]:
        own = [row for row in self._store.table(table) if is_theirs(row)]
        return _rows(kind, sorted(own, key=lambda row: row.id))

    def _order(self, order: Order) -> Row:
        story = [row for row in self._store.table("timeline") if row.order_id == order.id]
        prints = [row for row in self._store.table("dropships") if row.order_id == order.id]
        whole = _plain(order) | {
            "currency": order.totals.currency,
            "subtotal": order.totals.subtotal.amount,
            "shipping": order.totals.shipping.amount,
            "tax": order.totals.tax.amount,
            "total": order.totals.total.amount,
        }
        return _picked("orders", whole) | {
            "lines": _rows("lines", order.lines),
            "timeline": [as_told_to_its_buyer(entry) for entry in _rows("timeline", story)],
            "prints": _rows("prints", sorted(prints, key=lambda row: row.id)),
        }

    def _design(self, design: Design) -> Row:
        whole = _plain(design) | {"picture_id": design.parameters.picture_id}
        revisions = self._store.table("design_revisions").items()
        return _picked("designs", whole) | {
            "revisions": [
                {"revision": revision, "parameters": parameters.written}
                for (design_id, revision), parameters in revisions
                if design_id == design.id
            ]
        }

    def _carts(self, persons: Collection[UUID]) -> list[Row]:
        ids = carts_of(self._store, persons)
        own = [row for row in self._store.table("carts") if row.id in ids]
        return [self._cart(row) for row in sorted(own, key=lambda row: row.id)]

    def _cart(self, cart: Cart) -> Row:
        history: list[tuple[UUID, CartEntry]] = list(self._store.table("cart_history"))
        return _picked("carts", _plain(cart)) | {
            "lines": [
                _picked(
                    "cart_lines",
                    _plain(line)
                    | {
                        "price_amount": line.price_when_added.amount,
                        "price_currency": line.price_when_added.currency,
                    },
                )
                for line in cart.lines
            ],
            "history": [
                _picked("history", _plain(entry) | _origin(entry))
                for cart_id, entry in history
                if cart_id == cart.id
            ],
        }


def _render(render: Render) -> Row:
    made = dict.fromkeys(field.name for field in fields(RenderedFile))
    if render.file is not None:
        made |= asdict(render.file)
    return _picked("renders", _plain(render) | made)


def _origin(entry: CartEntry) -> Row:
    return {
        **asdict(entry.origin),
        "differences": [
            {
                **asdict(each),
                "line_id": str(each.line_id),
                "product_id": str(each.product_id),
            }
            for each in entry.differences
        ],
    }


def _address(saved: SavedAddress) -> Row:
    row = _picked("addresses", _plain(saved))
    return {**row.pop("address"), **row}


def _rows(kind: str, values: Iterable[Any]) -> list[Row]:
    return [_picked(kind, _plain(value)) for value in values]


def _picked(kind: str, row: Row) -> Row:
    return {name: row[name] for name in FIELDS[kind]}


def _plain(value: Any) -> Row:
    """The fields of a value as a database would hold them."""
    return {field.name: _stored(getattr(value, field.name)) for field in fields(value)}


def _stored(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Money):
        return value.amount
    if isinstance(value, tuple):
        return [_stored(each) for each in value]
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value
