"""One world of one seed: a shop, its buyers and providers, hours of faults, then calm."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from adapters.inbound.jobs.schedule import recurring
from adapters.inbound.simulation.bell import Bell
from adapters.inbound.simulation.books import Books
from adapters.inbound.simulation.buyers import Answered, Buyer, new_owner
from adapters.inbound.simulation.clock import VirtualClock
from adapters.inbound.simulation.faults import PROVIDERS, Faults
from adapters.inbound.simulation.faulty_ports import (
    FaultyBegin,
    FaultyCall,
    FaultyPort,
    over_the_network,
)
from adapters.inbound.simulation.goods import framed_picture
from adapters.inbound.simulation.invariants import violations
from adapters.inbound.simulation.laboratory import Laboratory
from adapters.inbound.simulation.letter_box import LetterBox, NoLinks, PlainLetters
from adapters.inbound.simulation.liveness import LIVENESS
from adapters.inbound.simulation.post import Post
from adapters.inbound.simulation.programs import Programs
from adapters.inbound.simulation.safety import SAFETY
from adapters.inbound.simulation.seeded_loop import NothingLeft, SeededLoop
from adapters.inbound.simulation.staff import Staff
from adapters.inbound.simulation.surroundings import FatesTold, FlatRates, Surroundings, Wire
from adapters.inbound.simulation.till import Till, UnsignedEvents
from adapters.inbound.simulation.watch import Watch
from adapters.outbound.memory.job_queue import MemoryJobQueue
from adapters.outbound.memory.lab_order_list import MemoryLabOrderList
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.memory.work import MemoryBegin
from adapters.settings import Settings
from domain.catalog.catalogue import Catalogue
from domain.operations.job import JobState

CALM_HOURS_MAX = 36
LOOK_EVERY_S = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`trail` is equal for two runs of a seed if, and only if, they went the same way."""

    seed: int
    orders: int
    paid: int
    faults: int
    steps: int
    trail: float
    violations: tuple[str, ...]


class World:
    def __init__(self, seed: int, wire: Wire, settings: Settings, catalogue: Catalogue) -> None:
        self.seed, self._catalogue, self._settings = seed, catalogue, settings
        self.dice = Random(seed)  # noqa: S311 - repeatable is what it must be
        self.loop = SeededLoop(self.dice)
        self.store, self.clock = MemoryStore(), VirtualClock(self.loop)
        self.faults = Faults(self.dice, self.loop, gap=self.dice.choice((40.0, 120.0, 400.0)))
        self.bell = Bell(self.store, self.clock)
        self.watch = Watch(self.store, self.bell.stir)
        self.post = Post(self.dice, self.faults)
        self.till = Till(self.dice, self.clock, self.post)
        self.lab = Laboratory(self.dice, self.post, self._lab_makes)
        self.letter_box, self.answered, self.journal = LetterBox(), Answered(), FatesTold()
        self.surroundings = self._surroundings()
        self.programs = Programs(
            self.dice,
            self.faults,
            self.store,
            self.surroundings,
            wire(self.surroundings),
            self.bell,
        )
        self.staff = Staff(self.dice, self.programs)
        self.till.take_in = self._take_event_in
        self.lab.take_in = self._take_callback_in

    def _surroundings(self) -> Surroundings:
        def port(made: object, provider: str) -> FaultyPort:
            return FaultyPort(made, over_the_network(provider, self.faults))

        queue = MemoryJobQueue(self.store, self.clock, self._settings.job_lease_s)
        rates = FlatRates(self.clock)
        return Surroundings(
            settings=self._settings,
            clock=self.clock,
            begin=FaultyBegin(MemoryBegin(self.store, self.clock), self.faults, self.watch),
            queue=port(queue, "database"),
            payments=port(self.till, "payments"),
            signed_events=UnsignedEvents(),
            lab=port(self.lab, "lab"),
            lab_order_list=port(MemoryLabOrderList(self.lab), "lab"),
            mailer=port(self.letter_box, "mail"),
            letters=PlainLetters(),
            links=NoLinks(),
            quote_shipping=FaultyCall(rates, over_the_network("rates", self.faults)),
            roll=self.dice.random,
            journal=self.journal,
        )

    def _lab_makes(self, key: str) -> None:
        """I3, at the very moment: what it makes was meant to be sent."""
        parts = [part for part in self._rows("dropships") if part.idempotency_key == key]
        if len(parts) != 1:
            self.watch.says("I2", "the lab makes something under a key that is not ours")

    async def _take_event_in(self, body: bytes, signature: str) -> bool:
        shop = self.programs.shop
        taken: object = await self.programs.api().answer(
            lambda: shop.receive_payment_event(body, signature)
        )
        return bool(taken)

    async def _take_callback_in(self, token: str, event_id: str, kind: str, body: bytes) -> None:
        shop = self.programs.shop
        await self.programs.api().answer(
            lambda: shop.receive_lab_callback(token, event_id, kind, body)
        )

    def run(self, buyers: int) -> Outcome:
        try:
            self.loop.run(self._live(buyers))
        except NothingLeft:
            self.watch.says("I8", "everybody waits, and nobody will ever wake them")
        for failure in self.loop.failures:
            self.watch.says("I8", f"something outside broke: {failure}")
        orders = self._rows("orders")
        return Outcome(
            seed=self.seed,
            orders=len(orders),
            paid=len(self.till.charges),
            faults=self.faults.happened,
            steps=self.loop.steps,
            trail=self.dice.random(),
            violations=tuple(dict.fromkeys(self.watch.violations)),
        )

    async def _live(self, buyers: int) -> None:
        loop = asyncio.get_running_loop()
        living = self.programs.start()
        for each in recurring(self._settings):
            if each.kind in self.programs.shop.handlers:
                living.append(loop.create_task(self.programs.write_down(each)))
        trouble = loop.create_task(self._trouble())
        shopping = [loop.create_task(self._buyer().shop_once()) for _ in range(buyers)]
        # What is there from the beginning is nobody's work, and no work may undo it.
        self.store.undo.clear()
        await asyncio.sleep(self.dice.uniform(600.0, 4 * 3600.0))
        trouble.cancel()
        self.faults.flowing = False
        self._check(SAFETY)
        await asyncio.gather(*shopping)
        # Promised is: what no message told is found within one interval of calm.
        await asyncio.sleep(2 * self._settings.reconcile_payments_interval_s)
        for _ in range(int(CALM_HOURS_MAX * 3600 / LOOK_EVERY_S)):
            await asyncio.sleep(LOOK_EVERY_S)
            if self._is_quiet():
                break
        self._check(SAFETY + LIVENESS)
        for task in living:
            task.cancel()

    def _check(self, facts: Any) -> None:
        books = Books(
            store=self.store,
            till=self.till,
            lab=self.lab,
            letter_box=self.letter_box,
            answered=self.answered,
            staff=self.staff,
            watch=self.watch,
            livemode=self._settings.stripe_is_live,
        )
        self.watch.violations.extend(violations(books, facts))

    async def _trouble(self) -> None:
        """Outages by the provider, and processes killed wherever they just are."""
        while True:
            await asyncio.sleep(self.dice.expovariate(1 / 600))
            provider = self.dice.choice(PROVIDERS)
            until = self.loop.time() + self.dice.choice((5.0, 60.0, 600.0)) * self.dice.random()
            self.faults.down_until[provider] = until
            if self.dice.random() < 0.3:
                self.programs.api().kill()

    def _is_quiet(self) -> bool:
        if self.post.under_way or self.till.processing or self.lab.at_work:
            return False
        if any(self.till.is_payable(each.session_id) for each in self.till.sessions):
            return False
        if any(job.state in (JobState.READY, JobState.LEASED) for job in self._rows("jobs")):
            return False
        now = self.clock.now()
        unsettled = [
            session
            for session in self._rows("checkout_sessions")
            if session.is_open and session.settled_at is None and session.session_id
        ]
        if any(session.expires_at > now - timedelta(hours=2) for session in unsettled):
            return False
        made = {each.report.provider_order_id: each.report.status for each in self.lab.orders}
        return all(
            part.status is made.get(part.provider_order_id or "", part.status)
            for part in self._rows("dropships")
        )

    def _rows(self, table: str) -> list[Any]:
        return list(self.store.table(table))

    def _buyer(self) -> Buyer:
        owner = new_owner()
        return Buyer(
            self.dice,
            self.programs,
            self.till,
            self.answered,
            tuple(self._product(owner.id) for _ in range(2)),
            owner,
            self.staff,
        )

    def _product(self, owner_id: UUID) -> UUID:
        return framed_picture(self.store, owner_id, self.dice.choice(self._catalogue.frames))
