"""A guest's cart is merged into the user's, wherever the shop keeps its carts."""

from dataclasses import replace

import pytest

from application.carts.merge_outcome import KeptApartBecause, MergeStatus
from domain.carts.line_issues import IssueCode
from domain.carts.merge_report import CartSide, LineFate, MergeStrategy
from domain.carts.operation import KeptOperation, OperationResult, OperationStatus
from domain.carts.status import CartStatus
from domain.catalog.catalogue import Catalogue
from domain.operations.reply import KeyReused, Request
from domain.shared.money import Money
from tests.contract.merging_counter import UNDO_WITHIN, Counter
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import LARGE, SMALL, a_picture


@pytest.fixture
def counter(persistence: Persistence) -> Counter:
    return Counter(persistence)


async def test_the_guests_lines_join_the_users(counter: Counter) -> None:
    mine, theirs = await counter.framed(counter.user), await counter.framed(counter.guest)
    mine_before = await counter.put(counter.user, mine, 2)
    guest_cart = await counter.put(counter.guest, theirs, 3)
    outcome = await counter.merge()
    assert outcome.status is MergeStatus.MERGED
    merged = await counter.cart(counter.user)
    assert merged is not None
    assert (merged.id, merged.version) == (mine_before.id, mine_before.version + 1)
    assert [line.quantity for line in outcome.cart.lines] == [2, 3]
    assert merged.lines[0] == mine_before.lines[0]
    assert replace(merged.lines[1], id=guest_cart.lines[0].id) == guest_cart.lines[0]
    assert outcome.undoable_until == counter.clock.now() + UNDO_WITHIN
    assert outcome.cart.lines[1].product.owner_id == counter.user.id


async def test_the_guest_has_no_cart_any_more_and_may_begin_another(counter: Counter) -> None:
    given = await counter.put(counter.guest, await counter.framed(counter.guest))
    await counter.merge()
    assert await counter.cart(counter.guest) is None
    async with counter.persistence.begin(reading=True) as work:
        kept = await work.carts.read_any(given.id)
    assert kept is not None
    assert (kept.kept, kept.cart.lines) == (CartStatus.MERGED, given.lines)
    begun = await counter.put(counter.guest, await counter.framed(counter.guest))
    assert begun.id != given.id


@pytest.mark.parametrize("strategy", MergeStrategy)
async def test_a_saved_empty_cart_never_hides_a_full_one(
    counter: Counter, strategy: MergeStrategy
) -> None:
    saved = await counter.put(counter.user, await counter.framed(counter.user), 1, "EUR")
    await counter.empty(counter.user)
    product = await counter.framed(counter.guest)
    await counter.put(counter.guest, product, 2)
    outcome = await counter.merge(strategy)
    assert (outcome.cart.id, outcome.cart.currency) == (saved.id, "GBP")
    assert await counter.counted(counter.user) == {product.id: 2}


async def test_the_same_picture_in_the_same_frame_is_one_line(counter: Counter) -> None:
    dog = a_picture(counter.user.id)
    mine = await counter.frame_picture(counter.user, dog)
    theirs = await counter.frame_picture(counter.guest, dog)
    await counter.put(counter.user, mine, 2)
    await counter.put(counter.guest, theirs, 3)
    outcome = await counter.merge(MergeStrategy.SUM)
    assert outcome.report is not None
    (row,) = outcome.report.lines
    assert (row.fate, row.product_id) == (LineFate.COMBINED, mine.id)
    assert (row.guest_quantity, row.user_quantity, row.quantity) == (3, 2, 5)
    assert await counter.counted(counter.user) == {mine.id: 5}


async def test_a_dry_run_tells_the_same_and_changes_nothing(counter: Counter) -> None:
    dog = a_picture(counter.user.id)
    mine = await counter.frame_picture(counter.user, dog)
    theirs = await counter.frame_picture(counter.guest, dog, LARGE)
    user_before = await counter.put(counter.user, mine, 2)
    guest_before = await counter.put(counter.guest, theirs, 3)
    dry = await counter.merge(dry_run=True)
    assert (dry.status, dry.merge_id, dry.undoable_until) == (MergeStatus.MERGED, None, None)
    assert await counter.cart(counter.user) == user_before
    assert await counter.cart(counter.guest) == guest_before
    wet = await counter.merge()
    assert wet.report == dry.report
    assert [line.product for line in wet.cart.lines] == [line.product for line in dry.cart.lines]


async def test_changed_prices_and_vanished_products_are_told_and_kept(counter: Counter) -> None:
    dearer = replace(SMALL, prices={"GBP": 4_200})
    small, large = await counter.framed(counter.guest), await counter.framed(counter.guest, LARGE)
    await counter.fill(counter.guest, {small.id: 1, large.id: 1})
    counter.catalogue = Catalogue.of([dearer])
    outcome = await counter.merge()
    assert outcome.report is not None
    told = {row.product_id: row.issues for row in outcome.report.lines}
    (price,), (gone,) = told[small.id], told[large.id]
    assert (price.code, price.old_price, price.new_price) == (
        IssueCode.PRICE_CHANGED,
        Money(3_900, "GBP"),
        Money(4_200, "GBP"),
    )
    assert gone.code is IssueCode.PRODUCT_UNAVAILABLE
    assert await counter.counted(counter.user) == {small.id: 1, large.id: 1}


async def test_a_guest_without_a_cart_still_brings_their_pictures(counter: Counter) -> None:
    product = await counter.framed(counter.guest)
    outcome = await counter.merge()
    assert (outcome.status, outcome.report) == (MergeStatus.NOTHING_TO_MERGE, None)
    async with counter.persistence.begin(reading=True) as work:
        assert (await work.products.get(counter.user.id, product.id)).id == product.id


async def test_a_queue_begun_as_a_guest_is_known_when_the_user_replays_it(counter: Counter) -> None:
    await counter.put(counter.guest, await counter.framed(counter.guest))
    result = OperationResult(id="offline-1", status=OperationStatus.APPLIED)
    kept = KeptOperation(fingerprint="f", result=result, at=counter.clock.now())
    async with counter.persistence.begin() as work:
        await work.operations.keep(counter.guest.id, [kept])
        await work.commit()
    outcome = await counter.merge()
    await counter.undo(outcome.merge_id)
    for owner in (counter.user, counter.guest):
        async with counter.persistence.begin(reading=True) as work:
            assert "offline-1" in await work.operations.known(owner.id, ["offline-1"])


async def test_carts_in_two_currencies_are_kept_apart(counter: Counter) -> None:
    product = await counter.framed(counter.guest)
    before = await counter.put(counter.guest, product, 1, "EUR")
    await counter.put(counter.user, await counter.framed(counter.user))
    outcome = await counter.merge()
    assert outcome.status is MergeStatus.KEPT_APART
    assert outcome.kept_apart is not None
    assert outcome.kept_apart.because is KeptApartBecause.OTHER_CURRENCY
    assert outcome.kept_apart.guest_currency == "EUR"
    assert await counter.cart(counter.guest) == before
    async with counter.persistence.begin(reading=True) as work:
        await work.products.get(counter.guest.id, product.id)


@pytest.mark.parametrize("side", CartSide)
async def test_a_cart_under_payment_is_kept_apart(counter: Counter, side: CartSide) -> None:
    guests = await counter.put(counter.guest, await counter.framed(counter.guest))
    users = await counter.put(counter.user, await counter.framed(counter.user))
    order = await counter.order_of(guests if side is CartSide.GUEST else users)
    apart = (await counter.merge()).kept_apart
    assert apart is not None
    assert (apart.because, apart.side) == (KeptApartBecause.UNDER_PAYMENT, side)
    assert (apart.order_id, apart.guest_cart_id) == (order.id, guests.id)
    assert await counter.cart(counter.guest) == guests
    assert await counter.cart(counter.user) == users


async def test_a_retry_key_gets_the_same_answer_again(counter: Counter) -> None:
    await counter.put(counter.guest, await counter.framed(counter.guest))
    request = Request(owner_id=counter.user.id, key="log-in", fingerprint="merge")
    first = await counter.merge(request=request)
    assert await counter.merge(request=request) == first
    with pytest.raises(KeyReused):
        await counter.merge(request=replace(request, fingerprint="another"))
