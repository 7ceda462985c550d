"""Every collection of operations knows an operation again, also when queues arrive at once."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from domain.carts.batch import BatchIsEmpty, BatchMode, BatchRefused, BatchTooLarge
from domain.carts.operation import KeptOperation, OperationResult, OperationStatus
from domain.carts.priced_cart import CartVersionDiffers
from domain.identity.owner import Owner
from domain.operations.reply import Request
from domain.shared.refusals import Conflict
from tests.contract.cart_till import OPERATIONS_MAX, CartTill, adding, held, removing, setting
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON, framed

YEARS_AGO = NOON - timedelta(days=4_000)


def a_till(persistence: Persistence) -> CartTill:
    return CartTill(begin=persistence.begin, owner=Owner(uuid4()))


def kept(id_: str, detail: str = "") -> KeptOperation:
    result = OperationResult(
        id=id_,
        status=OperationStatus.REFUSED,
        line_id=uuid4(),
        code="cart_is_full",
        detail=detail or "Zoë's cart",
    )
    return KeptOperation(fingerprint=f"content of {id_}", result=result, at=NOON)


async def test_a_kept_operation_is_known_to_its_owner_only(persistence: Persistence) -> None:
    owner_id, stranger_id = uuid4(), uuid4()
    first, second = kept("op.1"), kept("op.2")
    async with persistence.begin() as work:
        await work.operations.keep(owner_id, [first, second])
        await work.commit()
    async with persistence.begin() as work:
        assert await work.operations.known(owner_id, ["op.1", "op.3"]) == {"op.1": first}
        assert await work.operations.known(owner_id, []) == {}
        assert await work.operations.known(stranger_id, ["op.1"]) == {}


async def test_an_operation_is_kept_once(persistence: Persistence) -> None:
    owner_id = uuid4()
    async with persistence.begin() as work:
        await work.operations.keep(owner_id, [kept("op.1")])
        await work.commit()
    with pytest.raises(Conflict):
        async with persistence.begin() as work:
            await work.operations.keep(owner_id, [kept("op.1")])


async def test_an_heir_knows_what_the_owner_knew(persistence: Persistence) -> None:
    guest_id, user_id = uuid4(), uuid4()
    own, other = kept("op.1", "mine"), kept("op.1", "the guest's")
    second = kept("op.2")
    async with persistence.begin() as work:
        await work.operations.keep(user_id, [own])
        await work.operations.keep(guest_id, [other, second])
        await work.operations.hand_over(guest_id, user_id)
        await work.operations.hand_over(guest_id, user_id)
        await work.commit()
    async with persistence.begin() as work:
        known = await work.operations.known(user_id, ["op.1", "op.2"])
    assert known == {"op.1": own, "op.2": second}


async def test_old_operations_are_forgotten_the_oldest_first(persistence: Persistence) -> None:
    owner_id = uuid4()
    ages = [
        KeptOperation(
            fingerprint="x", result=kept(f"op.{age}").result, at=YEARS_AGO + timedelta(days=age)
        )
        for age in range(3)
    ]
    async with persistence.begin() as work:
        await work.operations.keep(owner_id, ages)
        await work.commit()
    async with persistence.begin() as work:
        assert await work.operations.forget(YEARS_AGO + timedelta(days=2), limit=1) == 1
        await work.commit()
    async with persistence.begin() as work:
        known = await work.operations.known(owner_id, ["op.0", "op.1", "op.2"])
        assert set(known) == {"op.1", "op.2"}
        assert await work.operations.forget(YEARS_AGO + timedelta(days=2), limit=9) == 1
        assert await work.operations.forget(YEARS_AGO + timedelta(days=2), limit=9) == 0


async def test_a_batch_is_one_change_with_one_entry(persistence: Persistence) -> None:
    till = a_till(persistence)
    goods = [(await framed(persistence, till.owner.id)).id for _ in range(3)]
    done = await till.batch(
        *(adding(f"a{place}", each, place + 1) for place, each in enumerate(goods)),
        setting("b", goods[0], 9),
        removing("c", goods[1]),
    )
    assert held(done.cart) == {goods[0]: 9, goods[2]: 3}
    assert await till.read() == done.cart
    assert done.cart.version == 1
    async with persistence.begin(reading=True) as work:
        [noted] = await work.cart_history.of_owner(till.owner.id, 1, 10)
    assert noted.entry.action == "batch_applied"
    assert [(each.before, each.after) for each in noted.entry.differences] == [(0, 9), (0, 3)]


async def test_a_product_goes_out_and_comes_in_anew_in_one_batch(persistence: Persistence) -> None:
    till = a_till(persistence)
    product = await framed(persistence, till.owner.id)
    before = await till.add(product.id, 5)
    done = await till.batch(removing("a", product.id), adding("b", product.id, 2))
    assert held(await till.read()) == {product.id: 2}
    assert done.cart.lines[0].id != before.lines[0].id


async def test_a_replay_changes_nothing(persistence: Persistence) -> None:
    till = a_till(persistence)
    product = await framed(persistence, till.owner.id)
    queue = [adding("a", product.id, 2), adding("b", uuid4()), setting("c", product.id, 7)]
    first = await till.batch(*queue)
    again = await till.batch(*queue)
    assert again.cart == first.cart == await till.read()
    assert [result.repeated for result in again.results] == [True, True, True]
    assert [result.code for result in again.results] == ["", "product_not_found", ""]


async def test_a_refused_atomic_batch_leaves_nothing_behind(persistence: Persistence) -> None:
    till = a_till(persistence)
    product = await framed(persistence, till.owner.id)
    await till.add(product.id, 1)
    before = await till.read()
    queue = [adding("a", product.id, 2), adding("b", uuid4())]
    with pytest.raises(BatchRefused) as refusal:
        await till.batch(*queue, mode=BatchMode.ATOMIC)
    assert refusal.value.current == before == await till.read()
    done = await till.batch(queue[0], adding("b", product.id), mode=BatchMode.ATOMIC)
    assert held(done.cart) == {product.id: 4}


async def test_ten_replays_at_once_apply_each_operation_once(persistence: Persistence) -> None:
    till = a_till(persistence)
    goods = [(await framed(persistence, till.owner.id)).id for _ in range(3)]
    queue = [adding(f"op-{place}", each, place + 1) for place, each in enumerate(goods * 2)]
    done = await asyncio.gather(
        *(till.batch(*queue[cut:], *queue[:cut]) for cut in (0, 2, 4) for _ in range(4))
    )
    assert held(await till.read()) == {goods[0]: 5, goods[1]: 7, goods[2]: 9}
    assert sum(not result.repeated for each in done for result in each.results) == len(queue)


async def test_the_same_key_gets_the_same_answer(persistence: Persistence) -> None:
    till = a_till(persistence)
    product = await framed(persistence, till.owner.id)
    request = Request(owner_id=till.owner.id, key="queue", fingerprint="body")
    queue = [adding("a", product.id, 2), adding("b", uuid4())]
    first = await till.batch(*queue, request=request)
    assert await till.batch(*queue, request=request) == first
    nothing = Request(owner_id=till.owner.id, key="again", fingerprint="body")
    repeated = await till.batch(*queue, request=nothing)
    assert await till.batch(*queue, request=nothing) == repeated


async def test_a_batch_for_another_cart_than_this_is_refused(persistence: Persistence) -> None:
    till = a_till(persistence)
    product = await framed(persistence, till.owner.id)
    await till.add(product.id)
    with pytest.raises(CartVersionDiffers) as refusal:
        await till.batch(adding("a", product.id), if_version=7)
    assert refusal.value.current == await till.read()
    assert (await till.batch(adding("a", product.id), if_version=1)).cart.version == 2


async def test_a_batch_holds_from_one_to_so_many_operations(persistence: Persistence) -> None:
    till = a_till(persistence)
    with pytest.raises(BatchIsEmpty):
        await till.batch()
    product = await framed(persistence, till.owner.id)
    full = [setting(f"{place}", product.id, 0) for place in range(OPERATIONS_MAX)]
    assert len((await till.batch(*full)).results) == OPERATIONS_MAX
    with pytest.raises(BatchTooLarge) as refusal:
        await till.batch(*full, setting("one more", product.id, 0))
    assert refusal.value.facts == {"maximum": OPERATIONS_MAX}
