"""Somebody who is erased leaves nothing behind, wherever the shop keeps its state."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from domain.carts.history import CartAction, CartEntry
from domain.carts.merge_report import MergeReport, MergeStrategy
from domain.carts.past_merge import Moved, PastMerge
from domain.identity.refusals import AccountNotFound, ErasureNotConfirmed, PasswordWrong
from domain.orders.order import Order
from domain.shared.erased import ERASED, ERASED_EMAIL
from domain.shared.origin import Origin
from tests.contract.erasers import PASSWORD, Erasers, deliver, someone
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON
from tests.contract.sample_person import Person, a_person

# Until an order is over, its address is kept, and with it what was frozen for the partners.
OF_ORDERS = {"orders", "dropships", "checkout_sessions", "inbox", "pictures"}


@pytest.fixture
def erasers(persistence: Persistence) -> Erasers:
    return Erasers(persistence)


async def test_the_mark_is_everywhere_before(erasers: Erasers) -> None:
    person = await someone(erasers)
    # In memory a design holds the words of its present revision as well.
    found = set(await erasers.persistence.tables_with(person.mark)) - {"designs"}
    assert found == OF_ORDERS | {
        "users",
        "email_tickets",
        "login_sessions",
        "addresses",
        "replies",
        "cart_history",
        "cart_operations",
        "uploads",
        "design_revisions",
        "renders",
        "mails",
        "jobs",
        "timeline",
        "attention_items",
    }


async def test_nothing_is_left_of_a_person_whose_orders_are_over(erasers: Erasers) -> None:
    person = await someone(erasers)
    await deliver(erasers.persistence, person)
    await erasers.ask(person.id, PASSWORD)
    await erasers.round(person.id, 1)
    await erasers.last_mail(person.id)
    await erasers.round(person.id, 2)
    assert await erasers.persistence.tables_with(person.mark) == set()


async def test_the_account_is_gone_at_once(erasers: Erasers) -> None:
    person = await someone(erasers)
    await erasers.ask(person.id, PASSWORD)
    async with erasers.persistence.begin(reading=True) as work:
        assert await work.accounts.find_by_email(person.account.email) is None
        with pytest.raises(AccountNotFound):
            await work.accounts.get(person.id)
    # Its address is free for somebody new.
    assert await erasers.persistence.tables_with(person.account.email)
    twin = replace(person.account, id=UUID(int=person.id.int ^ 1))
    async with erasers.persistence.begin() as work:
        assert await work.accounts.add(twin)


async def test_nobody_is_erased_without_proof(erasers: Erasers) -> None:
    person = await someone(erasers)
    for password in ("wrong", "", None):
        with pytest.raises(PasswordWrong):
            await erasers.ask(person.id, password, confirm=person.account.email)
    stranger = await a_person(erasers.persistence)
    for confirm in ("other@buyer.example", None):
        with pytest.raises(ErasureNotConfirmed):
            await erasers.ask(stranger.id, "any", confirm=confirm)
    await erasers.ask(stranger.id, confirm=f" {stranger.account.email.upper()}")


async def test_an_order_in_production_keeps_its_address_until_it_is_over(
    erasers: Erasers,
) -> None:
    persistence, person = erasers.persistence, await someone(erasers)
    await erasers.ask(person.id, PASSWORD)
    await erasers.round(person.id, 1)
    await erasers.last_mail(person.id)
    await erasers.round(person.id, 2)
    assert await persistence.tables_with(person.mark) == OF_ORDERS
    delivered, making = await orders_of(persistence, person)
    assert making.address == person.in_production.address
    assert making.email == delivered.email == ERASED_EMAIL
    assert (delivered.address.name, delivered.address.country_code) == (ERASED, "GB")
    async with persistence.begin(reading=True) as work:
        (frozen,) = await work.dropships.of_order(making.id)
        assert person.mark.encode() in frozen.request_body
        assert [each.id for each in await work.pictures.get_many(both(person))] == [
            person.needed_picture.id
        ]

    await deliver(persistence, person)
    await erasers.round(person.id, 3)
    assert await persistence.tables_with(person.mark) == set()


async def test_what_tax_law_needs_is_kept(erasers: Erasers) -> None:
    persistence, person = erasers.persistence, await someone(erasers)
    await erasers.ask(person.id, PASSWORD)
    await erasers.round(person.id, 1)
    kept, _ = await orders_of(persistence, person)
    before = person.delivered
    assert kept == replace(
        before,
        email=kept.email,
        address=kept.address,
        fingerprint="",
        owner_id=person.id,
        status=kept.status,
    )
    async with persistence.begin(reading=True) as work:
        assert len(await work.timeline.of(before.id)) == 1


async def test_what_somebody_left_as_a_guest_goes_as_well(erasers: Erasers) -> None:
    persistence, person = erasers.persistence, await someone(erasers)
    await deliver(persistence, person)
    guest_cart = await merged_guest(persistence, person)
    (own,) = [
        cart
        for cart in (await persistence.personal_data.collect(person.id))["carts"]
        if cart["id"] == guest_cart
    ]
    assert own["lines"]
    await erasers.ask(person.id, PASSWORD)
    await erasers.round(person.id, 1)
    await erasers.last_mail(person.id)
    await erasers.round(person.id, 2)
    assert await persistence.tables_with(person.mark) == set()
    assert "cart_merges" not in await persistence.tables_with(str(person.id))


async def test_nobody_else_is_touched(erasers: Erasers) -> None:
    persistence = erasers.persistence
    person, other = await someone(erasers), await someone(erasers)
    before = await persistence.personal_data.collect(other.id)
    await erasers.ask(person.id, PASSWORD)
    await erasers.round(person.id, 1)
    await erasers.round(person.id, 2)
    assert await persistence.personal_data.collect(other.id) == before


def both(person: Person) -> Sequence[UUID]:
    return [person.picture.id, person.needed_picture.id]


async def orders_of(persistence: Persistence, person: Person) -> Sequence[Order]:
    """What is kept of the delivered one, and of the one in production."""
    async with persistence.begin(reading=True) as work:
        return [
            await work.orders.get(person.id, order.id)
            for order in (person.delivered, person.in_production)
        ]


async def merged_guest(persistence: Persistence, person: Person) -> UUID:
    """The cart of the guest that the person was, full of what is the person's by now."""
    guest_id = uuid4()
    origin = Origin(actor="guest", actor_id=str(guest_id), device=f"{person.mark} tablet")
    async with persistence.begin() as work:
        empty = (await work.carts.lock(guest_id, uuid4(), "GBP")).cart
        users = (await work.carts.lock(person.id, uuid4(), "GBP")).cart
        line = replace(users.lines[0], id=uuid4())
        full = replace(empty, lines=(line,), version=1)
        await work.carts.save(
            empty, full, CartEntry.of(CartAction.ADDED, empty, full, origin, NOON)
        )
        away = replace(full, version=2)
        merge = PastMerge(
            id=uuid4(),
            guest_id=guest_id,
            guest_cart_id=full.id,
            user_id=person.id,
            user_cart_before=users,
            version_after=users.version,
            at=NOON,
            moved=Moved(),
            report=MergeReport(strategy=MergeStrategy.SUM),
        )
        entry = CartEntry.of(CartAction.MERGED, full, away, origin, NOON)
        await work.merges.add(merge, entry)
        await work.commit()
    return full.id
