"""What a guest had becomes the user's, wherever the shop keeps it, and goes back when undone."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from domain.carts.past_merge import Moved
from domain.catalog.product import Product, ProductNotFound
from domain.designs.chosen import chosen_of
from domain.designs.refusals import DesignNotFound
from domain.designs.status import DesignStatus
from domain.identity.owner import Owner
from domain.media.refusals import PictureNotFound
from domain.media.upload_refusals import UploadNotFound
from domain.orders.order import OrderNotFound
from domain.orders.status import OrderStatus
from tests.contract.merging_counter import Counter
from tests.contract.persistence import Persistence
from tests.contract.sample_design import NOON, design_of, render_of
from tests.contract.sample_goods import LARGE, SMALL, a_picture
from tests.contract.sample_order import an_order
from tests.contract.test_uploads import an_upload


@pytest.fixture
def counter(persistence: Persistence) -> Counter:
    return Counter(persistence)


async def moved(counter: Counter) -> Moved:
    async with counter.persistence.begin() as work:
        done = await work.belongings.move(counter.guest.id, counter.user.id)
        await work.commit()
    return done


async def moved_back(counter: Counter, done: Moved) -> None:
    async with counter.persistence.begin() as work:
        await work.belongings.move_back(counter.guest.id, counter.user.id, done)
        await work.commit()


async def listed(counter: Counter, owner: Owner) -> set[UUID]:
    async with counter.persistence.begin(reading=True) as work:
        page = await work.pictures.page(owner.id, page=1, limit=50)
    return {picture.id for picture in page.items}


async def test_the_product_of_a_design_keeps_its_picture_though_the_user_has_the_same(
    counter: Counter,
) -> None:
    """The design names it; and a plain frame of that picture is another thing to buy."""
    theirs, own = a_picture(counter.guest.id), a_picture(counter.user.id)
    own = replace(own, original_sha256=theirs.original_sha256)
    draft = design_of(theirs)
    render = render_of(draft)
    design = draft.finalized(render.id, DesignStatus.QUEUED, at=NOON)
    product = Product.of_design(
        SMALL,
        product_id=uuid4(),
        owner_id=counter.guest.id,
        chosen=chosen_of(design),
        at=NOON,
    )
    plain = Product.of(
        SMALL, product_id=uuid4(), owner_id=counter.user.id, picture_id=own.id, at=NOON
    )
    async with counter.persistence.begin() as work:
        for picture in (theirs, own):
            await work.pictures.add(picture)
        await work.renders.add_or_get(render)
        await work.designs.add(design)
        for made in (product, plain):
            assert await work.products.add_or_get(made) == made
        await work.commit()
    done = await moved(counter)
    assert (dict(done.same_products), done.repointed) == ({}, ())
    async with counter.persistence.begin(reading=True) as work:
        after = await work.products.get(counter.user.id, product.id)
    assert after == replace(product, owner_id=counter.user.id)


async def test_pictures_products_and_ended_orders_move_and_come_back(counter: Counter) -> None:
    product = await counter.framed(counter.guest)
    theirs = await counter.framed(Owner(uuid4()))
    paid = await counter.place(
        replace(an_order(), owner_id=counter.guest.id, status=OrderStatus.PAID)
    )
    open_order = await counter.place(replace(an_order(), owner_id=counter.guest.id))
    done = await moved(counter)
    assert done == Moved(pictures=(product.picture_id,), products=(product.id,), orders=(paid.id,))
    async with counter.persistence.begin(reading=True) as work:
        assert (await work.products.get(counter.user.id, product.id)).picture_id in done.pictures
        await work.pictures.get(counter.user.id, product.picture_id)
        await work.orders.get(counter.user.id, paid.id)
        # It may still be paid, by whoever has the page open.
        await work.orders.get(counter.guest.id, open_order.id)
        with pytest.raises(ProductNotFound):
            await work.products.get(counter.guest.id, product.id)
        with pytest.raises(PictureNotFound):
            await work.pictures.get(counter.guest.id, product.picture_id)
        with pytest.raises(ProductNotFound):
            await work.products.get(counter.user.id, theirs.id)

    await moved_back(counter, done)
    async with counter.persistence.begin(reading=True) as work:
        assert await work.products.get(counter.guest.id, product.id) == product
        await work.orders.get(counter.guest.id, paid.id)
        with pytest.raises(OrderNotFound):
            await work.orders.get(counter.user.id, paid.id)
    assert await listed(counter, counter.guest) == {product.picture_id}


async def test_designs_and_renders_go_where_their_picture_goes(counter: Counter) -> None:
    picture = await counter.framed(counter.guest)
    design = design_of(replace(a_picture(counter.guest.id), id=picture.picture_id))
    render = render_of(design)
    async with counter.persistence.begin() as work:
        await work.designs.add(design)
        await work.renders.add_or_get(render)
        await work.designs.save(design.finalized(render.id, DesignStatus.QUEUED, at=NOON))
        await work.commit()
    done = await moved(counter)
    async with counter.persistence.begin(reading=True) as work:
        final = await work.designs.get(counter.user.id, design.id)
        assert (final.revision, final.parameters) == (1, design.parameters)
        assert (await work.renders.get(counter.user.id, render.id)).owner_id == counter.user.id
        with pytest.raises(DesignNotFound):
            await work.designs.get(counter.guest.id, design.id)
    await moved_back(counter, done)
    async with counter.persistence.begin(reading=True) as work:
        assert (await work.designs.get(counter.guest.id, design.id)).render_id == render.id
        assert await work.renders.get(counter.guest.id, render.id) == render


async def test_moving_again_moves_nothing(counter: Counter) -> None:
    await counter.framed(counter.guest)
    await moved(counter)
    assert await moved(counter) == Moved()


async def test_a_picture_both_have_is_listed_once_and_its_frame_is_one_product(
    counter: Counter,
) -> None:
    dog = a_picture(counter.user.id)
    mine = await counter.frame_picture(counter.user, dog)
    theirs = await counter.frame_picture(counter.guest, dog)
    done = await moved(counter)
    assert done.same_products == {theirs.id: mine.id}
    assert await listed(counter, counter.user) == {mine.picture_id}
    async with counter.persistence.begin(reading=True) as work:
        # An order that was made of it can still be looked at.
        await work.pictures.get(counter.user.id, theirs.picture_id)

    await moved_back(counter, done)
    assert await listed(counter, counter.guest) == {theirs.picture_id}
    assert await listed(counter, counter.user) == {mine.picture_id}
    async with counter.persistence.begin(reading=True) as work:
        found = await work.pictures.get(counter.guest.id, theirs.picture_id)
        assert found.original_sha256 == dog.original_sha256
        assert await work.products.get(counter.guest.id, theirs.id) == theirs


async def test_a_frame_that_only_the_guest_chose_shows_the_users_copy_of_the_picture(
    counter: Counter,
) -> None:
    dog = a_picture(counter.user.id)
    small = await counter.frame_picture(counter.user, dog, SMALL)
    large = await counter.frame_picture(counter.guest, dog, LARGE)
    done = await moved(counter)
    assert done.same_products == {}
    # Whoever frames it so again gets this very product, and its pieces add up.
    again = await counter.frame_picture(counter.user, dog, LARGE)
    assert (again.id, again.picture_id) == (large.id, small.picture_id)

    await moved_back(counter, done)
    async with counter.persistence.begin(reading=True) as work:
        assert await work.products.get(counter.guest.id, large.id) == large


async def test_what_is_made_of_a_moved_picture_goes_back_with_it(counter: Counter) -> None:
    product = await counter.framed(counter.guest)
    done = await moved(counter)
    async with counter.persistence.begin(reading=True) as work:
        picture = await work.pictures.get(counter.user.id, product.picture_id)
    made = await counter.frame_picture(counter.user, picture, LARGE)
    await moved_back(counter, done)
    async with counter.persistence.begin(reading=True) as work:
        assert (await work.products.get(counter.guest.id, made.id)).picture_id == picture.id


async def test_a_picture_uploaded_again_meanwhile_does_not_stand_in_the_way(
    counter: Counter,
) -> None:
    dog = a_picture(counter.guest.id)
    product = await counter.frame_picture(counter.guest, dog)
    done = await moved(counter)
    again = await counter.frame_picture(counter.guest, dog)
    await moved_back(counter, done)
    assert await listed(counter, counter.guest) == {again.picture_id}
    async with counter.persistence.begin(reading=True) as work:
        assert (await work.products.get(counter.guest.id, product.id)).id == product.id
    # And all of it can be moved once more.
    both = {product.picture_id, again.picture_id}
    assert set((await moved(counter)).pictures) == both
    seen = await listed(counter, counter.user)
    assert len(seen) == 1
    assert seen < both


async def test_two_guests_with_the_same_picture_leave_the_user_one(counter: Counter) -> None:
    dog = a_picture(counter.guest.id)
    first = await counter.frame_picture(counter.guest, dog)
    await moved(counter)
    counter.guest = Owner(uuid4())
    second = await counter.frame_picture(counter.guest, dog)
    assert (await moved(counter)).same_products == {second.id: first.id}
    assert await listed(counter, counter.user) == {first.picture_id}


async def test_an_upload_under_way_is_gone_on_with_by_the_user(counter: Counter) -> None:
    half, whole = an_upload(counter.guest.id), an_upload(counter.guest.id)
    product = await counter.framed(counter.guest)
    async with counter.persistence.begin() as work:
        await work.uploads.add(half, open_max=10)
        await work.uploads.add(replace(whole, picture_id=product.picture_id), open_max=10)
        await work.commit()
    done = await moved(counter)
    async with counter.persistence.begin() as work:
        assert (await work.uploads.lock(counter.user.id, half.id)).id == half.id
        assert (await work.uploads.lock(counter.user.id, whole.id)).id == whole.id
        with pytest.raises(UploadNotFound):
            await work.uploads.lock(counter.guest.id, half.id)
    await moved_back(counter, done)
    async with counter.persistence.begin() as work:
        # What became a picture goes back with it; what the user may be sending right now stays.
        assert (await work.uploads.lock(counter.guest.id, whole.id)).id == whole.id
        assert (await work.uploads.lock(counter.user.id, half.id)).id == half.id
