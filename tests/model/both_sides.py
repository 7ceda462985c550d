"""A buyer's cart and a guest's, kept twice, in memory and in PostgreSQL, at the same time."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.table import MemoryStore
from application.carts.when_order_is_paid_take_bought_lines_out import TakeBoughtLinesOut
from domain.carts.cart import CartLimits
from domain.catalog.product import Product
from domain.checkout.session import CheckoutSession
from domain.identity.owner import Owner
from domain.orders.order import Order, OrderLine
from domain.orders.status import OrderStatus
from domain.shared.refusals import DomainError
from tests.contract.cart_till import CartTill
from tests.contract.persistence import InMemory, InPostgres, Persistence
from tests.contract.sample_goods import LARGE, SMALL, a_picture
from tests.contract.sample_order import an_order

# Low enough that a few steps reach them.
LIMITS = CartLimits(lines_max=3, line_quantity_max=6)
MONTHS = timedelta(days=90)
Side = tuple[Persistence, CartTill]


class Numbered:
    """Ids that rise, and are the same on both sides."""

    def __init__(self, first: int) -> None:
        self._next = first

    def __call__(self) -> UUID:
        self._next += 1
        return UUID(int=self._next)


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal as a value, so that two can be compared."""

    code: str
    detail: str
    facts: str
    current: object


class BothSides:
    """What is done is done on both sides; answers that differ are an AssertionError."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.clock, self.owner, self.guest = MemoryClock(), Owner(uuid4()), Owner(uuid4())
        first = uuid4().int >> 32 << 32
        kept: tuple[Persistence, ...] = (
            InMemory(MemoryStore(), self.clock),
            InPostgres(engine),
        )
        self._sides: list[Side] = [
            (
                each,
                CartTill(
                    begin=each.begin,
                    owner=self.owner,
                    clock=self.clock,
                    limits=LIMITS,
                    new_id=Numbered(first),
                ),
            )
            for each in kept
        ]

    async def goods(self, owner: Owner, count: int) -> list[UUID]:
        """Products of the buyer or of the guest."""
        made = []
        for place in range(count):
            picture = a_picture(owner.id)
            product = Product.of(
                (SMALL, LARGE)[place % 2],
                product_id=uuid4(),
                owner_id=owner.id,
                picture_id=picture.id,
                at=self.clock.now(),
            )
            for persistence, _ in self._sides:
                async with persistence.begin() as work:
                    await work.pictures.add(picture)
                    await work.products.add_or_get(product)
                    await work.commit()
            made.append(product.id)
        return made

    async def ask(
        self, question: Callable[[CartTill], Awaitable[Any]], by: Owner | None = None
    ) -> Any:
        """The answer of both, or the refusal of both."""
        self.clock.advance(timedelta(seconds=1))
        answers = [
            await _answer(question(replace(till, owner=by or till.owner)))
            for _, till in self._sides
        ]
        assert answers[0] == answers[1]
        return answers[0]

    async def check(self) -> None:
        """What can be read of the carts is the same, in every way there is to read them."""
        for owner in (self.owner, self.guest):
            await self.ask(lambda till: till.read(), by=owner)
            histories, registers = [], []
            for persistence, _ in self._sides:
                async with persistence.begin(reading=True) as work:
                    histories.append(await work.cart_history.of_owner(owner.id, 1, 100))
                    registers.append(await work.cart_register.of_owner(owner.id))
            assert histories[0] == histories[1]
            assert registers[0] == registers[1]
            health = await self.ask(lambda till: till.health(till.owner), by=owner)
            assert health.is_ok, health

    async def check_out(self) -> Order | None:
        """Freeze the cart as it is into an order that waits for payment."""
        cart = await self.ask(lambda till: till.read())
        if not cart.lines or cart.order_id is not None:
            return None
        like = an_order(lines=1)
        order = replace(
            like,
            owner_id=self.owner.id,
            cart_id=cart.id,
            cart_version=cart.version,
            lines=tuple(
                _bought(like.lines[0], line.product.id, line.quantity) for line in cart.lines
            ),
        )
        for persistence, _ in self._sides:
            async with persistence.begin() as work:
                await work.orders.add(order)
                await work.commit()
        await self._page_opened(order)
        return order

    async def end(self, order: Order, status: OrderStatus) -> None:
        """Paid: then what was bought leaves the cart. Or not."""
        at = self.clock.now()
        for persistence, _ in self._sides:
            async with persistence.begin() as work:
                await work.orders.save(replace(order, status=status))
                if status is OrderStatus.PAID:
                    await TakeBoughtLinesOut()(work, order, at)
                session = await work.sessions.of_order(order.id)
                assert session is not None
                await work.sessions.save(replace(session, settled_at=at))
                await work.commit()

    async def months_pass(self) -> None:
        self.clock.advance(MONTHS + timedelta(days=1))
        at = self.clock.now()
        for persistence, _ in self._sides:
            async with persistence.begin() as work:
                await work.idle_carts.expire(at - MONTHS, at, 10_000)
                await work.commit()

    async def _page_opened(self, order: Order) -> None:
        at = self.clock.now()
        session = CheckoutSession(
            order_id=order.id,
            idempotency_key=f"checkout-{order.id}",
            request_body=b"{}",
            created_at=at,
            expires_at=at + timedelta(hours=1),
            session_id=f"cs_{order.id}",
        )
        for persistence, _ in self._sides:
            async with persistence.begin() as work:
                await work.sessions.add(session)
                await work.commit()


async def _answer(asked: Awaitable[Any]) -> Any:
    try:
        return await asked
    except DomainError as refusal:
        current = getattr(refusal, "current", None)
        return Refused(refusal.code, refusal.detail, repr(refusal.facts), current)


def _bought(like: OrderLine, product_id: UUID, quantity: int) -> OrderLine:
    return replace(like, id=uuid4(), product_id=product_id, quantity=quantity)
