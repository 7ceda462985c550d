"""Devices of one buyer, each doing its own things in their order, and every end they may come to.

`ends` tries each order in which their steps can follow one another; what really happened must have
ended like one of these.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from domain.carts.cart import Cart, CartChanged, CartLimits, CartLine
from domain.carts.priced_cart import PricedCart
from domain.shared.money import Money
from domain.shared.refusals import DomainError
from tests.contract.cart_till import CartTill
from tests.contract.sample_goods import NOON


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """Done to one product of a cart that was filled before, whose line ids every device knows.

    One that `looks` first names the cart it saw (If-Match); others may come in between.
    """

    does: str
    product: int
    quantity: int = 1
    looks: bool = False


Device = Sequence[Click]
End = tuple[int, tuple[tuple[UUID, int], ...]]


async def played(till: CartTill, device: Device, filled: PricedCart) -> None:
    """What is refused is given up."""
    for click in device:
        seen = (await till.read()).version if click.looks else None
        line = filled.lines[click.product]
        try:
            if click.does == "add":
                await till.add(line.product.id, click.quantity, if_version=seen)
            elif click.does == "change":
                await till.change(line.id, click.quantity, if_version=seen)
            else:
                await till.remove(line.id, if_version=seen)
        except DomainError:
            continue


def end_of(cart: PricedCart) -> End:
    pieces = [(line.product.id, line.quantity) for line in cart.lines]
    return cart.version, tuple(sorted(pieces))


@dataclass(frozen=True, slots=True)
class _Moment:
    """How far each device has come, what each has seen, and the cart."""

    places: tuple[int, ...]
    seen: tuple[int | None, ...]
    cart: Cart

    @property
    def end(self) -> End:
        pieces = [(line.product_id, line.quantity) for line in self.cart.lines]
        return self.cart.version, tuple(sorted(pieces))


def ends(devices: Sequence[Device], filled: PricedCart, limits: CartLimits) -> set[End]:
    """The version counts too: an end of the right pieces in fewer changes has lost one."""
    programs = [_program(device) for device in devices]
    start = _Moment((0,) * len(devices), (None,) * len(devices), _as_cart(filled))
    reached, still_open, found = {start}, [start], set()
    while still_open:
        moment = still_open.pop()
        following = [
            _after(moment, who, program[moment.places[who]], filled, limits)
            for who, program in enumerate(programs)
            if moment.places[who] < len(program)
        ]
        if not following:
            found.add(moment.end)
        still_open += set(following) - reached
        reached |= set(following)
    return found


def _program(device: Device) -> list[Click | None]:
    """None is a look at the cart."""
    return [step for click in device for step in ((None, click) if click.looks else (click,))]


def _after(
    moment: _Moment, who: int, step: Click | None, filled: PricedCart, limits: CartLimits
) -> _Moment:
    places = tuple(place + (each == who) for each, place in enumerate(moment.places))
    if step is None:
        seen = tuple(
            moment.cart.version if each == who else version
            for each, version in enumerate(moment.seen)
        )
        return replace(moment, places=places, seen=seen)
    try:
        cart = _clicked(moment.cart, step, moment.seen[who], filled, limits)
    except DomainError:
        cart = moment.cart
    return replace(moment, places=places, cart=cart)


def _clicked(
    cart: Cart, click: Click, seen: int | None, filled: PricedCart, limits: CartLimits
) -> Cart:
    if click.looks and seen != cart.version:
        raise CartChanged
    line = filled.lines[click.product]
    if click.does == "change":
        return cart.change(line.id, click.quantity, limits)
    if click.does == "remove":
        return cart.remove(line.id)
    # Whoever adds what was removed makes a line of another id; which one does not matter.
    new_id = UUID(int=click.product)
    return cart.add(_line(line.product.id, click.quantity, new_id), limits)


def _as_cart(filled: PricedCart) -> Cart:
    return Cart(
        id=filled.id,
        owner_id=uuid4(),
        currency=filled.currency,
        version=filled.version,
        lines=tuple(_line(line.product.id, line.quantity, line.id) for line in filled.lines),
    )


def _line(product_id: UUID, quantity: int, line_id: UUID) -> CartLine:
    return CartLine(
        id=line_id,
        product_id=product_id,
        quantity=quantity,
        price_when_added=Money(3_900, "GBP"),
        added_at=NOON,
    )
