"""A deleted picture is gone for everybody; one that an order needs stays."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from domain.carts.cart import CartLineUnavailable
from domain.carts.line_issues import IssueCode
from domain.fulfilment.status import DropshipStatus
from domain.identity.owner import Owner
from domain.media.picture import second_copy
from domain.media.refusals import PictureDeleted, PictureInUse, PictureNotFound
from domain.operations.reply import KeyReused, Request
from domain.orders.status import OrderStatus
from domain.shared.erased import PICTURE_DELETED
from tests.contract.album import Album, album_of
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import a_picture
from tests.contract.staff_desk import wish


@pytest.fixture
async def album(persistence: Persistence) -> AsyncIterator[Album]:
    """Leaves nothing to do for the workers of other tests with the same database."""
    album = await album_of(persistence)
    yield album
    await album.shop.work()


async def test_what_is_deleted_is_not_found_any_more(album: Album) -> None:
    await album.delete()
    assert not await album.is_there()
    async with album.begin(reading=True) as work:
        for look in (work.pictures.get, work.pictures.hold, work.pictures.lock_copies):
            with pytest.raises(PictureNotFound):
                await look(album.owner.id, album.picture.id)
        original = album.picture.original_sha256
        assert await work.pictures.find_original(album.owner.id, original) is None
        assert await work.pictures.get_many([album.picture.id]) == []
    with pytest.raises(PictureNotFound):
        await album.frame()
    with pytest.raises(PictureNotFound):
        await album.delete()


async def test_its_name_is_forgotten_and_all_its_files_are_erased_by_a_job(album: Album) -> None:
    name = f"{uuid4()}.jpg"
    named = replace(a_picture(album.owner.id), original_name=name, thumbnail_widths=(640,))
    async with album.begin() as work:
        await work.pictures.add(named)
        await work.commit()
    await album.delete_picture(album.owner, named.id)
    assert await album.shop.persistence.tables_with(name) == set()
    told = " ".join(sorted(named.files))
    assert await album.shop.persistence.tables_with(told) == {"jobs"}


async def test_a_line_of_the_cart_says_so_and_cannot_be_paid(album: Album) -> None:
    await album.delete()
    (line,) = (await album.till.read()).lines
    assert not line.available
    assert [issue.code for issue in line.issues] == [IssueCode.PICTURE_DELETED]
    with pytest.raises(CartLineUnavailable) as refused:
        await album.check_out()
    assert refused.value.facts == {"lines": [str(line.id)]}


async def test_the_same_bytes_are_a_new_picture_afterwards(album: Album) -> None:
    await album.delete()
    again = replace(a_picture(album.owner.id), original_sha256=album.picture.original_sha256)
    async with album.begin() as work:
        assert await work.pictures.add(again) == again
        await work.commit()
    assert await album.is_there(again.id)
    await album.delete_picture(album.owner, again.id)


async def test_somebody_elses_picture_is_not_deleted(album: Album) -> None:
    with pytest.raises(PictureNotFound):
        await album.delete_picture(Owner(uuid4()), album.picture.id)
    assert await album.is_there()


async def test_second_copies_go_along(album: Album) -> None:
    copy = a_picture(album.owner.id)
    copy = replace(copy, original_sha256=second_copy(album.picture.original_sha256, copy.id))
    async with album.begin() as work:
        await work.pictures.add(copy)
        await work.commit()
    await album.delete()
    async with album.begin(reading=True) as work:
        assert await work.pictures.get_many([copy.id, album.picture.id]) == []
        deleted = await work.pictures.deleted_among([copy.id, album.picture.id, uuid4()])
    assert set(deleted) == {copy.id, album.picture.id}


async def test_a_repeat_under_the_same_key_is_answered_again(album: Album) -> None:
    request = Request(owner_id=album.owner.id, key=str(uuid4()), fingerprint="this")
    await album.delete(request)
    await album.delete(request)
    with pytest.raises(KeyReused):
        await album.delete(replace(request, fingerprint="another"))


async def test_an_order_that_waits_for_payment_keeps_it(album: Album) -> None:
    order = await album.check_out()
    with pytest.raises(PictureInUse) as refused:
        await album.delete()
    assert refused.value.facts == {"orders": [order.number]}
    assert await album.is_there()


async def test_an_order_in_production_keeps_it_until_it_is_handed_over(album: Album) -> None:
    order = await album.pay(await album.check_out())
    assert order.status is OrderStatus.PAID
    with pytest.raises(PictureInUse):
        await album.delete()
    await album.move(order, DropshipStatus.SHIPPED)
    await album.change(order, status=OrderStatus.SHIPPED)
    await album.delete()


async def test_a_second_copys_order_keeps_it_too(album: Album) -> None:
    order = await album.check_out()
    copy = a_picture(album.owner.id)
    async with album.begin() as work:
        # As after a merge: the picture of the order is the copy, and another is shown.
        original = second_copy(album.picture.original_sha256, copy.id)
        await work.pictures.add(replace(copy, original_sha256=original))
        await work.commit()
    with pytest.raises(PictureInUse) as refused:
        await album.delete_picture(album.owner, copy.id)
    assert refused.value.facts == {"orders": [order.number]}


async def test_money_that_comes_after_all_is_given_back(album: Album) -> None:
    order = await album.check_out()
    async with album.begin() as work:
        session = await work.sessions.of_order(order.id)
        assert session is not None
        await work.sessions.save(replace(session, settled_at=album.shop.at()))
        await work.commit()
    await album.change(order, status=OrderStatus.EXPIRED)
    await album.delete()
    held = await album.shop.order(order.id)
    assert held.held_because == PICTURE_DELETED
    assert (await album.shop.timeline(order.id))[-1].event == "picture_deleted"
    await album.pay(order)
    paid = await album.shop.order(order.id)
    assert await album.shop.parts(order.id) == []
    assert paid.status is OrderStatus.REFUNDED


async def test_staff_are_told_that_there_is_nothing_to_reprint(album: Album) -> None:
    order = await album.pay(await album.check_out())
    await album.move(order, DropshipStatus.SHIPPED)
    await album.change(order, status=OrderStatus.SHIPPED)
    await album.delete()
    with pytest.raises(PictureDeleted):
        await album.desk.reprint(wish(order, line=0, is_confirmed=True))
    assert len(await album.shop.parts(order.id)) == 1


async def test_an_abandoned_draft_keeps_nothing_for_ever(album: Album) -> None:
    order = await album.check_out()
    await album.change(order, status=OrderStatus.DRAFT)
    with pytest.raises(PictureInUse):
        await album.delete()
    async with album.begin() as work:
        session = await work.sessions.of_order(order.id)
        assert session is not None
        await work.sessions.save(replace(session, session_id=None, url=None))
        await work.commit()
    album.shop.clock.advance(timedelta(days=2))
    await album.delete()


async def test_an_export_tells_of_what_is_there_and_of_nothing_deleted(album: Album) -> None:
    persistence, owner = album.shop.persistence, album.owner
    told = (await persistence.personal_data.collect(owner.id))["pictures"]
    assert [each["id"] for each in told] == [album.picture.id]
    await album.delete()
    assert (await persistence.personal_data.collect(owner.id))["pictures"] == []


async def test_an_erased_persons_thumbnails_go_too_and_deleted_files_only_once(
    album: Album,
) -> None:
    at, deleted = album.shop.at(), a_picture(album.owner.id)
    async with album.begin() as work:
        await work.pictures.add(deleted)
        await work.commit()
    await album.delete_picture(album.owner, deleted.id)
    async with album.begin() as work:
        erased = await work.traces.erase(album.owner.id, at, last_mail_written_before=at)
        await work.commit()
    assert sorted(erased.files) == sorted(album.picture.files)
    assert erased.is_complete
