"""A merge loses no line that its strategy keeps, and reports every line that it leaves behind."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from domain.carts.cart import Cart, CartLimits, CartLine
from domain.carts.merge import MergeRules, merge
from domain.carts.merge_report import (
    CartSide,
    LeftBehindBecause,
    LineFate,
    MergedLine,
    MergeReport,
    MergeStrategy,
)
from domain.shared.money import Money

AT = datetime(2026, 3, 1, tzinfo=UTC)
OWN = 100  # Products of the user are numbered from here.
ROOMY = CartLimits(lines_max=100, line_quantity_max=10_000)

quantities = st.dictionaries(st.integers(1, 6), st.integers(1, 12), max_size=6)
limits = st.builds(CartLimits, lines_max=st.integers(1, 8), line_quantity_max=st.integers(1, 15))
strategies = st.sampled_from(MergeStrategy)
# Which of the guest's products are the same thing as the user's of that number.
paired = st.sets(st.integers(1, 6))


def a_cart(held: dict[int, int], offset: int = 0) -> Cart:
    lines = [
        CartLine(
            id=uuid4(),
            product_id=UUID(int=product + offset),
            quantity=quantity,
            price_when_added=Money(3_900 + offset, "GBP"),
            added_at=AT + timedelta(seconds=2 * product + (1 if offset else 0)),
        )
        for product, quantity in sorted(held.items())
    ]
    return Cart(id=uuid4(), owner_id=uuid4(), currency="GBP", version=3, lines=tuple(lines))


def rules(
    strategy: MergeStrategy,
    limits: CartLimits = ROOMY,
    same: frozenset[int] | set[int] = frozenset(),
) -> MergeRules:
    same_product = {UUID(int=each): UUID(int=each + OWN) for each in same}
    return MergeRules(strategy=strategy, limits=limits, same_product=same_product)


def counted(cart: Cart) -> Counter[int]:
    return Counter({line.product_id.int: line.quantity for line in cart.lines})


def renamed(held: dict[int, int], same: set[int]) -> Counter[int]:
    return Counter({each + OWN if each in same else each: held[each] for each in held})


@given(quantities, quantities, paired)
def test_without_limits_each_strategy_keeps_what_it_says(
    guest: dict[int, int], user: dict[int, int], same: set[int]
) -> None:
    theirs, mine = renamed(guest, same), Counter({each + OWN: user[each] for each in user})
    expected = {
        MergeStrategy.SUM: theirs + mine,
        MergeStrategy.MAX: theirs | mine,
        MergeStrategy.KEEP_GUEST: theirs,
        MergeStrategy.KEEP_USER: mine or theirs,
    }
    for strategy, held in expected.items():
        merged, _ = merge(a_cart(guest), a_cart(user, OWN), rules(strategy, same=same), uuid4)
        assert counted(merged) == held, strategy


@given(quantities, quantities, paired, strategies, limits)
def test_every_line_is_in_the_cart_or_reported_as_left_behind(
    guest: dict[int, int],
    user: dict[int, int],
    same: set[int],
    strategy: MergeStrategy,
    limits: CartLimits,
) -> None:
    theirs, mine = a_cart(guest), a_cart(user, OWN)
    merged, report = merge(theirs, mine, rules(strategy, limits, same), uuid4)
    kept = {line.product_id: line for line in merged.lines}
    assert len(kept) == len(merged.lines)
    rows = {(row.side, row.line_id): row for row in report.lines}
    assert len(rows) == len(report.lines)
    # Each of the guest's lines has a row; each of the user's is where it was, or has one.
    assert {line.id for line in theirs.lines} == _sides(report, CartSide.GUEST)
    gone = {line.id for line in mine.lines} - {line.id for line in merged.lines}
    assert gone == _sides(report, CartSide.USER)
    for row in report.lines:
        _check_row(row, kept.get(row.product_id))
    reported = {row.product_id: row for row in report.lines}
    for line in mine.lines:
        if line.id not in gone and reported.get(line.product_id) is None:
            assert line == kept[line.product_id]


def _sides(report: MergeReport, side: CartSide) -> set[UUID]:
    return {row.line_id for row in report.lines if row.side is side}


def _check_row(row: MergedLine, kept: CartLine | None) -> None:
    """The row tells what the cart holds of the product, and why it is not more."""
    assert row.quantity == (kept.quantity if kept is not None else 0)
    assert (row.because is None) == (row.fate is not LineFate.LEFT_BEHIND)
    if row.fate is not LineFate.LEFT_BEHIND:
        assert kept is not None
        assert row.capped_from is None or row.capped_from > row.quantity


@given(quantities, quantities, paired, strategies, limits)
def test_limits_are_kept_and_what_is_cut_is_told(
    guest: dict[int, int],
    user: dict[int, int],
    same: set[int],
    strategy: MergeStrategy,
    limits: CartLimits,
) -> None:
    theirs, mine = a_cart(guest), a_cart(user, OWN)
    merged, report = merge(theirs, mine, rules(strategy, limits, same), uuid4)
    unlimited, _ = merge(theirs, mine, rules(strategy, same=same), uuid4)
    assert len(merged.lines) <= max(limits.lines_max, len(mine.lines))
    missing = counted(unlimited) - counted(merged)
    told = {
        row.product_id.int
        for row in report.lines
        if row.capped_from is not None or row.because is LeftBehindBecause.CART_FULL
    }
    assert set(missing) <= told
    for row in report.lines:
        if row.fate is not LineFate.LEFT_BEHIND:
            assert row.quantity <= limits.line_quantity_max


@given(quantities, quantities, paired, strategies)
def test_kept_lines_keep_their_price_and_age_and_the_users_their_ids(
    guest: dict[int, int], user: dict[int, int], same: set[int], strategy: MergeStrategy
) -> None:
    theirs, mine = a_cart(guest), a_cart(user, OWN)
    merged, _ = merge(theirs, mine, rules(strategy, same=same), uuid4)
    before = {line.id: line for line in mine.lines}
    guests = {line.added_at: line for line in theirs.lines}
    assert not {line.id for line in merged.lines} & {line.id for line in theirs.lines}
    for line in merged.lines:
        old = before.get(line.id) or guests[line.added_at]
        assert (line.price_when_added, line.added_at) == (old.price_when_added, old.added_at)
    assert (merged.id, merged.owner_id, merged.version) == (mine.id, mine.owner_id, 4)
    assert list(merged.lines) == sorted(merged.lines, key=lambda line: line.added_at)


@given(
    quantities, quantities, paired, st.sampled_from([MergeStrategy.MAX, MergeStrategy.KEEP_GUEST])
)
def test_merging_the_same_cart_twice_by_these_adds_nothing(
    guest: dict[int, int], user: dict[int, int], same: set[int], strategy: MergeStrategy
) -> None:
    """So that two log-ins of one device never double a cart, even if the first was undone."""
    theirs = a_cart(guest)
    once, _ = merge(theirs, a_cart(user, OWN), rules(strategy, same=same), uuid4)
    twice, _ = merge(theirs, once, rules(strategy, same=same), uuid4)
    assert counted(twice) == counted(once)


@given(st.integers(1, 9), st.integers(1, 9), strategies)
def test_two_of_the_guests_lines_that_are_one_product_add_up_first(
    copied: int, made_again: int, strategy: MergeStrategy
) -> None:
    """One is a copy of the user's own line, from when their log-in ran out."""
    theirs = a_cart({1: made_again, 1 + OWN: copied})
    merged, report = merge(theirs, a_cart({}), rules(strategy, same={1}), uuid4)
    assert counted(merged) == Counter({1 + OWN: copied + made_again})
    assert len(report.lines) == 2
