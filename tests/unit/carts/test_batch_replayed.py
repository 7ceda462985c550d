"""A queue replayed any number of times, in order and in any pieces, ends as when it came once."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.table import MemoryStore
from domain.carts.operation import Operation, OperationResult, OperationType
from domain.identity.owner import Owner
from tests.contract.cart_till import CartTill, held
from tests.contract.persistence import InMemory
from tests.contract.sample_goods import framed

PRODUCTS = 3
products = st.integers(min_value=0, max_value=PRODUCTS)
kinds = st.sampled_from(
    [
        OperationType.ADD,
        OperationType.ADD,
        OperationType.SET_QUANTITY,
        OperationType.REMOVE,
        OperationType.CLEAR,
    ]
)
steps = st.tuples(kinds, products, st.integers(min_value=0, max_value=60))
# Ids may come twice in a queue, with the same content or with another.
queues = st.lists(st.tuples(st.integers(min_value=0, max_value=12), steps), max_size=12)
cuts = st.lists(st.integers(min_value=1, max_value=5), min_size=1, max_size=30)


def queue_of(
    drawn: list[tuple[int, tuple[OperationType, int, int]]], goods: list[UUID]
) -> list[Operation]:
    return [
        Operation(
            id=f"op-{id_}",
            type=kind,
            product_id=None if kind is OperationType.CLEAR else goods[product],
            quantity=quantity if kind in (OperationType.ADD, OperationType.SET_QUANTITY) else None,
        )
        for id_, (kind, product, quantity) in drawn
    ]


async def a_till() -> tuple[CartTill, list[UUID]]:
    """With a buyer's products, and one that is not theirs."""
    persistence = InMemory(MemoryStore(), MemoryClock())
    owner = Owner(uuid4())
    goods = [(await framed(persistence, owner.id)).id for _ in range(PRODUCTS)]
    return CartTill(begin=persistence.begin, owner=owner), [*goods, uuid4()]


@given(queues, cuts, st.integers(min_value=1, max_value=3))
async def test_a_replay_in_any_pieces_ends_as_the_first_time(
    drawn: list[tuple[int, tuple[OperationType, int, int]]], pieces: list[int], times: int
) -> None:
    till, goods = await a_till()
    queue = queue_of(drawn, goods)
    if not queue:
        return
    once = await till.batch(*queue)
    for _ in range(times):
        left = list(queue)
        told: list[OperationResult] = []
        for size in pieces:
            piece, left = left[:size], left[size:]
            if piece:
                told += (await till.batch(*piece)).results
        now = await till.read()
        assert now == once.cart
        for first, again in zip(once.results, told, strict=False):
            assert (first.status, first.code, first.line_id) == (
                again.status,
                again.code,
                again.line_id,
            )
            assert again.repeated or again.code == "operation_id_reused"


@given(queues, cuts)
async def test_a_queue_in_pieces_ends_as_in_one_go(
    drawn: list[tuple[int, tuple[OperationType, int, int]]], pieces: list[int]
) -> None:
    whole, goods = await a_till()
    cut, other_goods = await a_till()
    left = queue_of(drawn, other_goods)
    for size in (*pieces, *[1] * len(left)):
        piece, left = left[:size], left[size:]
        if piece:
            await cut.batch(*piece)
    if drawn:
        await whole.batch(*queue_of(drawn, goods))
    ends = [
        {goods_of.index(product): pieces for product, pieces in held(await till.read()).items()}
        for till, goods_of in ((whole, goods), (cut, other_goods))
    ]
    assert ends[0] == ends[1]


@given(queues)
async def test_sending_the_rest_after_a_lost_answer_ends_the_same(
    drawn: list[tuple[int, tuple[OperationType, int, int]]],
) -> None:
    """The client does not know how far it came, so it sends the queue from the start each time."""
    till, goods = await a_till()
    queue = queue_of(drawn, goods)
    for sent in range(1, len(queue) + 1):
        last = await till.batch(*queue[:sent])
        assert await till.read() == last.cart
    other, other_goods = await a_till()
    if queue:
        await other.batch(*queue_of(drawn, other_goods))
        assert sorted(held(await till.read()).values()) == sorted(held(await other.read()).values())
