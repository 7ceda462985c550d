"""Put a guest's cart into the cart of the user that the guest turned out to be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from domain.carts.cart import Cart, CartLimits, CartLine
from domain.carts.line_issues import issues_of
from domain.carts.merge_report import (
    CartSide,
    LeftBehindBecause,
    LineFate,
    MergedLine,
    MergeReport,
    MergeStrategy,
)
from domain.catalog.frame import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeRules:
    """`same_product` names the user's product that is the same thing as one of the guest's.

    `sold_as` is what each product is sold as today; one that is not sold any more is not in it.
    `foreign` are products in the guest's cart that are a third person's; `users_own` were the
    user's before, and most likely came there as copies when a log-in ran out.
    """

    strategy: MergeStrategy
    limits: CartLimits
    same_product: Mapping[UUID, UUID] = field(default_factory=dict)
    sold_as: Mapping[UUID, Frame] = field(default_factory=dict)
    foreign: frozenset[UUID] = frozenset()
    users_own: frozenset[UUID] = frozenset()

    def strategy_for(self, guests: Sequence[CartLine], mine: CartLine | None) -> MergeStrategy:
        """A copy that comes home is not added to the line it is of, which is as old as it is."""
        is_copy = mine is not None and any(
            line.product_id in self.users_own and line.added_at == mine.added_at for line in guests
        )
        return (
            MergeStrategy.MAX if is_copy and self.strategy is MergeStrategy.SUM else self.strategy
        )


def currencies_meet(guest: Cart, user: Cart) -> bool:
    """An empty cart has no say."""
    return guest.is_empty or user.is_empty or guest.currency == user.currency


def merge(
    guest: Cart, user: Cart, rules: MergeRules, new_id: Callable[[], UUID]
) -> tuple[Cart, MergeReport]:
    """The user's cart as it becomes; the carts' currencies must meet.

    A guest's line that is kept gets a new id, and keeps its price and its age. Where both have a
    product, the user's line keeps its place, its price and its id.
    """
    own = {line.product_id: line for line in user.lines}
    keeps_guest, keeps_user = _kept_sides(user, rules.strategy)
    kept = dict(own) if keeps_user else {}
    rows = []
    for product_id, lines in _by_product(guest, rules.same_product).items():
        mine = own.get(product_id)
        before = _Quantities(sum(line.quantity for line in lines), mine.quantity if mine else 0)
        if product_id in rules.foreign:
            left = before.left_behind(LeftBehindBecause.OTHER_ACCOUNT, 0)
        elif not keeps_guest:
            left = before.left_behind(LeftBehindBecause.STRATEGY, before.user)
        elif product_id not in kept and len(kept) >= rules.limits.lines_max:
            left = before.left_behind(LeftBehindBecause.CART_FULL, 0)
        else:
            fate = LineFate.ADDED if mine is None else LineFate.COMBINED
            left = before.merged(rules.strategy_for(lines, mine), rules.limits, fate)
            new = mine or replace(lines[0], id=new_id(), product_id=product_id)
            kept[product_id] = replace(new, quantity=left.quantity)
        rows += [_row(CartSide.GUEST, line, product_id, before, left, rules) for line in lines]
    for product_id, line in own.items():
        if product_id not in kept:
            before = _Quantities(0, line.quantity)
            left = before.left_behind(LeftBehindBecause.STRATEGY, 0)
            rows.append(_row(CartSide.USER, line, product_id, before, left, rules))
    merged = replace(
        user,
        currency=guest.currency if user.is_empty else user.currency,
        version=user.version + 1,
        # The oldest line first, as a buyer reads the cart.
        lines=tuple(sorted(kept.values(), key=lambda line: (line.added_at, line.id))),
    )
    return merged, MergeReport(strategy=rules.strategy, lines=tuple(rows))


@dataclass(frozen=True, slots=True)
class _Fate:
    fate: LineFate
    quantity: int
    because: LeftBehindBecause | None = None
    capped_from: int | None = None


@dataclass(frozen=True, slots=True)
class _Quantities:
    guest: int
    user: int

    def left_behind(self, because: LeftBehindBecause, quantity: int) -> _Fate:
        return _Fate(LineFate.LEFT_BEHIND, quantity, because)

    def merged(self, strategy: MergeStrategy, limits: CartLimits, fate: LineFate) -> _Fate:
        wanted = self.guest
        if strategy is MergeStrategy.SUM:
            wanted = self.guest + self.user
        elif strategy is MergeStrategy.MAX:
            wanted = max(self.guest, self.user)
        quantity = min(wanted, limits.line_quantity_max)
        return _Fate(fate, quantity, capped_from=wanted if wanted > quantity else None)


def _kept_sides(user: Cart, strategy: MergeStrategy) -> tuple[bool, bool]:
    """An empty cart of the user never hides the guest's full one, whatever the strategy."""
    keeps_guest = strategy is not MergeStrategy.KEEP_USER or user.is_empty
    return keeps_guest, strategy is not MergeStrategy.KEEP_GUEST


def _by_product(
    guest: Cart, same_product: Mapping[UUID, UUID]
) -> Mapping[UUID, Sequence[CartLine]]:
    """Two lines can turn out to be one product: a copy of the user's, and one made again."""
    found: dict[UUID, list[CartLine]] = {}
    for line in guest.lines:
        found.setdefault(same_product.get(line.product_id, line.product_id), []).append(line)
    return found


def _row(
    side: CartSide,
    line: CartLine,
    product_id: UUID,
    before: _Quantities,
    left: _Fate,
    rules: MergeRules,
) -> MergedLine:
    is_kept = left.fate is not LineFate.LEFT_BEHIND
    shown = replace(line, quantity=left.quantity) if is_kept else line
    return MergedLine(
        side=side,
        fate=left.fate,
        line_id=line.id,
        product_id=product_id,
        guest_quantity=before.guest,
        user_quantity=before.user,
        quantity=left.quantity,
        because=left.because,
        capped_from=left.capped_from,
        issues=issues_of(shown, rules.sold_as.get(line.product_id), rules.limits),
    )
