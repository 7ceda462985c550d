"""A cart: what an owner means to buy, one line per product, always within its limits."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from domain.shared.money import Money
from domain.shared.refusals import Conflict, Invalid, NotFound


class CartLineNotFound(NotFound):
    """The cart has no such line."""

    code = "cart_line_not_found"


class CartIsEmpty(Conflict):
    """There is nothing in the cart to check out."""

    code = "cart_is_empty"


class CartChanged(Conflict):
    """The cart is not what it was when the caller looked; read it again."""

    code = "cart_changed"


class CartIsFull(Conflict):
    """The cart has as many different lines as it may have."""

    code = "cart_is_full"


class CartLineUnavailable(Conflict):
    """Something in the cart is not sold any more; it must be taken out before paying."""

    code = "cart_line_unavailable"


class CartCurrencyDiffers(Conflict):
    """The cart holds prices in another currency; empty it to change over."""

    code = "cart_currency_differs"


class QuantityNotAllowed(Invalid):
    """A line takes a whole number from 1 to the limit."""

    code = "quantity_not_allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLimits:
    lines_max: int
    line_quantity_max: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLine:
    """`price_when_added` is what one piece cost then; today's price is read when it is shown."""

    id: UUID
    product_id: UUID
    quantity: int
    price_when_added: Money
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    """`version` grows by one with every change; with the id it is the cart's ETag."""

    id: UUID
    owner_id: UUID
    currency: str
    version: int
    lines: tuple[CartLine, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.lines

    def add(self, new: CartLine, limits: CartLimits) -> Self:
        """Pieces of a product that is there already add up; the older line keeps its place."""
        _check_quantity(new.quantity, limits)
        same = next((line for line in self.lines if line.product_id == new.product_id), None)
        if same is not None:
            return self._with(same, same.quantity + new.quantity, limits)
        if len(self.lines) >= limits.lines_max:
            raise CartIsFull(f"A cart takes {limits.lines_max} different lines.")
        return self._changed((*self.lines, new))

    def change(self, line_id: UUID, quantity: int, limits: CartLimits) -> Self:
        return self._with(self.line(line_id), quantity, limits)

    def remove(self, line_id: UUID) -> Self:
        gone = self.line(line_id)
        return self._changed(tuple(line for line in self.lines if line is not gone))

    def without_bought(self, bought: dict[UUID, int]) -> Self:
        """Take out exactly what was bought, by product; what was added meanwhile stays."""
        left = [
            replace(line, quantity=line.quantity - bought.get(line.product_id, 0))
            for line in self.lines
        ]
        return self._changed(tuple(line for line in left if line.quantity > 0))

    def priced_in(self, currency: str) -> Self:
        """Raises CartCurrencyDiffers unless the cart is empty or has that currency already."""
        if currency == self.currency:
            return self
        if self.lines:
            raise CartCurrencyDiffers(f"This cart holds {self.currency}.", field="currency")
        return replace(self, currency=currency)

    def line(self, line_id: UUID) -> CartLine:
        for line in self.lines:
            if line.id == line_id:
                return line
        raise CartLineNotFound

    def _with(self, line: CartLine, quantity: int, limits: CartLimits) -> Self:
        _check_quantity(quantity, limits)
        if quantity == line.quantity:
            return self
        changed = replace(line, quantity=quantity)
        return self._changed(tuple(changed if each is line else each for each in self.lines))

    def _changed(self, lines: tuple[CartLine, ...]) -> Self:
        return replace(self, lines=lines, version=self.version + 1)


def _check_quantity(quantity: int, limits: CartLimits) -> None:
    if not 1 <= quantity <= limits.line_quantity_max:
        raise QuantityNotAllowed(
            f"Choose from 1 to {limits.line_quantity_max} pieces.",
            field="quantity",
            facts={"maximum": limits.line_quantity_max},
        )
