"""Whatever a buyer does, carts in memory and carts in PostgreSQL answer the same."""

import asyncio
from collections.abc import Coroutine
from typing import Any
from uuid import UUID

from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.postgres.engine import make_engine
from adapters.settings import Settings
from application.carts.apply_batch import BatchOutcome
from domain.carts.batch import BatchMode
from domain.carts.merge_report import MergeStrategy
from domain.carts.operation import Operation, OperationType
from domain.carts.priced_cart import PricedCart
from domain.operations.reply import Request
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from tests.model.both_sides import LIMITS, BothSides

PRODUCTS = LIMITS.lines_max + 1
products = st.integers(min_value=0, max_value=PRODUCTS - 1)
quantities = st.integers(min_value=0, max_value=LIMITS.line_quantity_max + 1)
# How old the cart is that the client speaks of; None: it does not say.
ages = st.sampled_from([None, None, 0, 1])
keys = st.sampled_from([None, None, None, "a", "b"])
operations = st.tuples(
    st.sampled_from("abcdefgh"), st.sampled_from(OperationType), products, quantities, st.booleans()
)


class CartsSideBySide(RuleBasedStateMachine):
    """`engine` and `runner` are given by the test, and shared by all runs."""

    engine: AsyncEngine
    runner: asyncio.Runner

    def __init__(self) -> None:
        super().__init__()
        self.sides = BothSides(self.engine)
        self.goods: list[UUID] = self.do(self.sides.goods(self.sides.owner, PRODUCTS))
        self.guests: list[UUID] = self.do(self.sides.goods(self.sides.guest, 2))
        self.merge_id: UUID | None = None
        self.cart: PricedCart = self.do(self.sides.ask(lambda till: till.read()))
        self.lines: list[UUID] = [UUID(int=0)]
        self.sent: list[tuple[BatchMode, list[Operation]]] = []
        self.order: Order | None = None

    def do(self, asked: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(asked)

    def more(self, age: int | None, key: str | None, content: object) -> dict[str, Any]:
        """If-Match and Idempotency-Key; the same key with other content is told apart."""
        owner_id = self.sides.owner.id
        return {
            "if_version": None if age is None else self.cart.version - age,
            "request": key and Request(owner_id=owner_id, key=key, fingerprint=repr(content)),
        }

    @rule(product=products, quantity=quantities, age=ages, key=keys)
    def add(self, product: int, quantity: int, age: int | None, key: str | None) -> None:
        more = self.more(age, key, (product, quantity))
        self.do(self.sides.ask(lambda till: till.add(self.goods[product], quantity, **more)))

    @rule(line=st.integers(min_value=0, max_value=9), quantity=quantities, age=ages, key=keys)
    def change(self, line: int, quantity: int, age: int | None, key: str | None) -> None:
        more = self.more(age, key, (line, quantity))
        line_id = self.lines[-1 - line % len(self.lines)]
        self.do(self.sides.ask(lambda till: till.change(line_id, quantity, **more)))

    @rule(line=st.integers(min_value=0, max_value=9), age=ages, key=keys)
    def remove(self, line: int, age: int | None, key: str | None) -> None:
        more = self.more(age, key, line)
        line_id = self.lines[-1 - line % len(self.lines)]
        self.do(self.sides.ask(lambda till: till.remove(line_id, **more)))

    @rule(
        drawn=st.lists(operations, max_size=6), mode=st.sampled_from(BatchMode), age=ages, key=keys
    )
    def batch(
        self,
        drawn: list[tuple[str, OperationType, int, int, bool]],
        mode: BatchMode,
        age: int | None,
        key: str | None,
    ) -> None:
        queue = [self.operation(*each) for each in drawn]
        self.sent.append((mode, queue))
        more = self.more(age, key, queue)
        self.do(self.sides.ask(lambda till: till.batch(*queue, mode=mode, **more)))

    def operation(
        self, id_: str, kind: OperationType, product: int, quantity: int, by_line: bool
    ) -> Operation:
        by_line = by_line and kind is not OperationType.ADD
        bare = kind is OperationType.CLEAR
        return Operation(
            id=id_,
            type=kind,
            product_id=None if by_line or bare else self.goods[product],
            line_id=self.lines[-1 - product % len(self.lines)] if by_line and not bare else None,
            quantity=None if kind in (OperationType.REMOVE, OperationType.CLEAR) else quantity,
        )

    @precondition(lambda self: self.sent)
    @rule(place=st.integers(min_value=0, max_value=20))
    def replay(self, place: int) -> None:
        mode, queue = self.sent[place % len(self.sent)]
        first = self.do(self.sides.ask(lambda till: till.batch(*queue, mode=mode)))
        again = self.do(self.sides.ask(lambda till: till.batch(*queue, mode=mode)))
        if isinstance(first, BatchOutcome):
            assert again.cart == first.cart

    @rule(product=st.integers(min_value=0, max_value=1), quantity=quantities)
    def guest_adds(self, product: int, quantity: int) -> None:
        product_id, guest = self.guests[product], self.sides.guest
        self.do(self.sides.ask(lambda till: till.add(product_id, quantity), by=guest))

    @rule(strategy=st.sampled_from(MergeStrategy))
    def guest_logs_in(self, strategy: MergeStrategy) -> None:
        guest = self.sides.guest
        outcome = self.do(self.sides.ask(lambda till: till.merge(guest, strategy)))
        self.merge_id = outcome.merge_id

    @precondition(lambda self: self.merge_id is not None)
    @rule()
    def undo_merge(self) -> None:
        merge_id = self.merge_id
        if merge_id is not None:
            self.do(self.sides.ask(lambda till: till.undo(merge_id)))

    @precondition(lambda self: self.order is None)
    @rule()
    def check_out(self) -> None:
        self.order = self.do(self.sides.check_out())

    @precondition(lambda self: self.order is not None)
    @rule(status=st.sampled_from([OrderStatus.PAID, OrderStatus.EXPIRED, OrderStatus.CANCELLED]))
    def payment_ends(self, status: OrderStatus) -> None:
        if self.order is not None:
            self.do(self.sides.end(self.order, status))
        self.order = None

    @rule()
    def months_pass(self) -> None:
        self.do(self.sides.months_pass())

    @invariant()
    def all_that_can_be_read_is_the_same(self) -> None:
        self.do(self.sides.check())
        self.cart = self.do(self.sides.ask(lambda till: till.read()))
        known = set(self.lines)
        self.lines += [line.id for line in self.cart.lines if line.id not in known]


def test_carts_in_memory_and_in_postgres_answer_the_same(
    servers: dict[str, str], postgres_engine: AsyncEngine
) -> None:
    """`postgres_engine` is what migrates the database; it lives on another event loop."""
    with asyncio.Runner() as runner:
        engine = runner.run(_engine(Settings.from_environment(servers)))
        CartsSideBySide.engine, CartsSideBySide.runner = engine, runner
        try:
            run_state_machine_as_test(CartsSideBySide, settings=_few())
        finally:
            runner.run(engine.dispose())


async def _engine(settings: Settings) -> AsyncEngine:
    """On the loop that uses it."""
    return make_engine(settings)


def _few() -> how:
    """Each example is a purchase of many statements: a third as many as of other tests."""
    return how(max_examples=max(1, how().max_examples // 3), stateful_step_count=25)
