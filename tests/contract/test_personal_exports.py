"""Everything about a person fits into one file, from wherever the shop keeps its state."""

import asyncio
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from application.shared.outcomes import Unavailable
from domain.identity.account import Account
from domain.media.refusals import AssetNotFound
from domain.orders.timeline import TimelineEntry
from domain.privacy.personal_data import FIELDS
from domain.privacy.personal_export import ExportNotFound, ExportStatus
from tests.contract.exporters import KEPT, LINK, Exporters
from tests.contract.persistence import Persistence
from tests.contract.sample_account import kept_account
from tests.contract.sample_person import a_person


@pytest.fixture
def exporters(persistence: Persistence) -> Exporters:
    return Exporters(persistence)


async def someone(exporters: Exporters) -> Account:
    return await kept_account(exporters.persistence)


async def test_the_file_holds_everything_about_one_person(exporters: Exporters) -> None:
    person = await a_person(exporters.persistence)
    other = await a_person(exporters.persistence)
    export = await exporters.ask(person.id)
    await exporters.run(export)
    file = await exporters.file(export)
    assert {kind: len(rows) for kind, rows in file.items()} == {
        "profile": 1,
        "addresses": 1,
        "carts": 1,
        "pictures": 2,
        "uploads": 1,
        "designs": 1,
        "renders": 1,
        "products": 2,
        "orders": 2,
        "mails": 3,
        "sessions": 1,
        "exports": 1,
    }
    assert file["profile"][0]["email"] == person.account.email
    assert file["addresses"][0]["line1"] == f"12 {person.mark} Square"
    (cart,) = file["carts"]
    assert cart["lines"][0]["quantity"] == 2
    assert cart["history"][0]["device"] == f"{person.mark} phone"
    for order in file["orders"]:
        assert order["address"]["name"] == f"{person.mark} Lovelace"
        assert len(order["lines"]) == len(order["timeline"]) == len(order["prints"]) == 1
    for picture in file["pictures"]:
        assert picture["link"].startswith("https://shop.example/assets/pictures/")
        assert "asset_key" not in picture
    text = json.dumps(file)
    assert other.mark not in text
    assert str(other.id) not in text
    assert "password" not in text.replace("password_changed", "")


async def test_memory_and_database_tell_the_same(exporters: Exporters) -> None:
    """Of every kind, exactly the fields that are promised, as values that JSON knows."""
    person = await a_person(exporters.persistence)
    found = await exporters.persistence.personal_data.collect(person.id)
    parts = {
        "orders": {"lines", "timeline", "prints"},
        "carts": {"lines", "history"},
        "designs": {"revisions"},
    }
    for kind, rows in found.items():
        if kind == "addresses":
            continue
        for row in rows:
            assert set(row) == set(FIELDS[kind]) | parts.get(kind, set()), kind
    history: Any = found["carts"][0]["history"]
    (entry,) = history
    assert set(entry) == set(FIELDS["history"])
    assert [set(each) for each in entry["differences"]] == [
        {"line_id", "product_id", "before", "after"}
    ]


async def test_the_owner_is_told_by_a_mail_without_the_file(exporters: Exporters) -> None:
    account = await someone(exporters)
    export = await exporters.ask(account.id)
    await exporters.run(export)
    lease = await exporters.lease(f"mail:export_ready:{export.id}")
    async with exporters.persistence.begin(reading=True) as work:
        mail = await work.mails.get(UUID(lease.payload["mail_id"]))
    assert mail.recipient == account.email
    assert mail.data == {"name": account.user_name, "shop": "https://shop.example"}


async def test_asking_many_times_is_one_export_at_a_time(exporters: Exporters) -> None:
    account = await someone(exporters)
    asked = await asyncio.gather(*(exporters.ask(account.id) for _ in range(10)))
    assert len({export.id for export in asked}) == 1
    await exporters.run(asked[0])
    assert (await exporters.ask(account.id)).id != asked[0].id


async def test_a_link_never_outlives_the_file(exporters: Exporters) -> None:
    account = await someone(exporters)
    with pytest.raises(ExportNotFound):
        await exporters.show(account.id)
    export = await exporters.ask(account.id)
    assert (await exporters.show(account.id)).url is None
    await exporters.run(export)
    now = exporters.clock.now()
    shown = await exporters.show(account.id)
    assert shown.export.ends_at == now + KEPT
    assert shown.url_expires_at == now + LINK
    exporters.clock.advance(KEPT - timedelta(hours=1))
    assert (await exporters.show(account.id)).url_expires_at == now + KEPT
    exporters.clock.advance(timedelta(hours=1))
    over = await exporters.show(account.id)
    assert (over.export.status, over.url) == (ExportStatus.EXPIRED, None)


async def test_a_file_goes_when_its_time_is_over(exporters: Exporters) -> None:
    account = await someone(exporters)
    export = await exporters.ask(account.id)
    await exporters.run(export)
    await exporters.sweep()
    assert await exporters.file(export)
    exporters.clock.advance(KEPT)
    await exporters.sweep()
    with pytest.raises(AssetNotFound):
        await exporters.file(export)
    assert (await exporters.show(account.id)).export.status is ExportStatus.EXPIRED


async def test_an_outage_is_waited_out_and_a_fault_gives_up(exporters: Exporters) -> None:
    account = await someone(exporters)
    export = await exporters.ask(account.id)
    lease = await exporters.lease(f"export:{export.id}")
    exporters.assets.trouble = Unavailable("storage")
    with pytest.raises(Unavailable):
        await exporters.export(replace(lease, attempt=3))
    assert (await exporters.show(account.id)).export.status is ExportStatus.PROCESSING
    exporters.assets.trouble = RuntimeError("a fault of ours")
    with pytest.raises(RuntimeError):
        await exporters.export(replace(lease, attempt=2))
    assert (await exporters.show(account.id)).export.status is ExportStatus.PROCESSING
    with pytest.raises(RuntimeError):
        await exporters.export(replace(lease, attempt=3))
    assert (await exporters.show(account.id)).export.status is ExportStatus.FAILED
    assert (await exporters.ask(account.id)).id != export.id


async def test_one_that_never_ends_is_given_up(exporters: Exporters) -> None:
    account = await someone(exporters)
    await exporters.ask(account.id)
    exporters.clock.advance(KEPT + timedelta(seconds=1))
    await exporters.sweep()
    assert (await exporters.show(account.id)).export.status is ExportStatus.FAILED


async def test_no_file_stays_of_somebody_who_was_erased_meanwhile(exporters: Exporters) -> None:
    account = await someone(exporters)
    export = await exporters.ask(account.id)
    lease = await exporters.lease(f"export:{export.id}")
    gone = ErasedOnTheWay(exporters, account.id)
    await replace(exporters.export, personal_data=gone)(lease)
    assert exporters.assets.keys() == ()
    with pytest.raises(ExportNotFound):
        await exporters.show(account.id)


@dataclass(frozen=True, slots=True)
class ErasedOnTheWay:
    """Personal data of somebody who is erased while it is being packed."""

    exporters: Exporters
    account_id: UUID

    async def collect(self, owner_id: UUID) -> Any:
        persistence, at = self.exporters.persistence, self.exporters.clock.now()
        found = await persistence.personal_data.collect(owner_id)
        async with persistence.begin() as work:
            await work.traces.erase(owner_id, at, last_mail_written_before=at)
            await work.commit()
        return found


async def test_who_of_the_shop_it_was_is_the_shops_own_affair(exporters: Exporters) -> None:
    person = await a_person(exporters.persistence)
    staff_id = str(uuid4())
    async with exporters.persistence.begin() as work:
        [order, *_] = await work.orders.page(person.id, 1, 10)
        entry = TimelineEntry(
            order_id=order.id,
            at=order.placed_at,
            actor=f"staff:{staff_id}",
            event="refund_intended",
            why="He shouted at us.",
            data={"staffId": staff_id, "amount": "£1.00"},
        )
        await work.timeline.add(entry)
        await work.commit()
    export = await exporters.ask(person.id)
    await exporters.run(export)
    file = await exporters.file(export)
    [told] = [
        row
        for each in file["orders"]
        for row in each["timeline"]
        if row["event"] == "refund_intended"
    ]
    assert (told["actor"], told["why"], told["data"]) == ("staff", "", {"amount": "£1.00"})
    assert staff_id not in json.dumps(file)
