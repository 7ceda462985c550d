"""One world of one seed: a shop, its buyers, staff and providers; hours of faults, then calm."""

import asyncio
from datetime import timedelta
from random import Random
from typing import Any

from adapters.inbound.jobs.schedule import recurring
from adapters.inbound.simulation.announcements import Announcements
from adapters.inbound.simulation.behind_faults import behind_faults
from adapters.inbound.simulation.bell import Bell
from adapters.inbound.simulation.books import Books
from adapters.inbound.simulation.buyers import Answered, Buyer, new_owner
from adapters.inbound.simulation.calm import is_calm
from adapters.inbound.simulation.clock import VirtualClock
from adapters.inbound.simulation.faults import Faults
from adapters.inbound.simulation.goods import framed_picture
from adapters.inbound.simulation.insistence import Insistence
from adapters.inbound.simulation.invariants import violations
from adapters.inbound.simulation.laboratory import Laboratory
from adapters.inbound.simulation.letter_box import LetterBox
from adapters.inbound.simulation.liveness import LIVENESS
from adapters.inbound.simulation.money_facts import MONEY
from adapters.inbound.simulation.outcome import Outcome
from adapters.inbound.simulation.post import Post
from adapters.inbound.simulation.programs import Programs
from adapters.inbound.simulation.safety import SAFETY
from adapters.inbound.simulation.seeded_loop import NothingLeft, SeededLoop
from adapters.inbound.simulation.staff import Staff
from adapters.inbound.simulation.studio import ask_for_renders
from adapters.inbound.simulation.surroundings import Wire
from adapters.inbound.simulation.till import Till
from adapters.inbound.simulation.trouble import keep_making_trouble
from adapters.inbound.simulation.watch import Watch
from adapters.outbound.memory.table import MemoryStore
from adapters.settings import Settings
from domain.catalog.catalogue import Catalogue

CALM_HOURS_MAX = 36
LOOK_EVERY_S = 600.0
DEAF_WORLDS = 0.05
BUYERS_WITHOUT_PATIENCE = 0.03
DESIGNS = 0.08


class World:
    def __init__(self, seed: int, wire: Wire, settings: Settings, catalogue: Catalogue) -> None:
        self.seed, self._catalogue, self._settings = seed, catalogue, settings
        self.dice = Random(seed)  # noqa: S311 - repeatable is what it must be
        self._studio_dice = Random(f"{seed} designs")  # noqa: S311 - as above
        self.loop = SeededLoop(self.dice)
        self.store, self.clock = MemoryStore(), VirtualClock(self.loop)
        self.faults = Faults(self.dice, self.loop, gap=self.dice.choice((40.0, 120.0, 400.0)))
        bell = Bell(self.store, self.clock)
        self.watch = Watch(self.store, bell.stir)
        self.posts = (self._post(), self._post())
        self.announcements = Announcements(self.clock, self.posts[0])
        till = Till(self.dice, self.clock, self.announcements)
        lab = Laboratory(self.dice, self.posts[1], self.watch.lab_makes)
        letter_box = LetterBox()
        surroundings = behind_faults(
            settings,
            self.dice,
            self.faults,
            self.store,
            self.clock,
            self.watch,
            till,
            lab,
            letter_box,
        )
        self.shop = wire(surroundings)
        self.programs = Programs(self.dice, self.faults, self.store, surroundings, self.shop, bell)
        self.books = Books(
            store=self.store,
            till=till,
            acknowledged=self.announcements.acknowledged,
            lab=lab,
            letter_box=letter_box,
            answered=Answered(),
            staff=Staff(self.dice, Insistence(self.dice, self.programs), self.shop),
            watch=self.watch,
            livemode=settings.stripe_is_live,
        )
        self.announcements.take_in = self._take_event_in
        lab.take_in = self._take_callback_in

    def _post(self) -> Post:
        return Post(self.dice, self.faults, is_deaf=self.dice.random() < DEAF_WORLDS)

    async def _take_event_in(self, body: bytes, signature: str) -> bool:
        taken: object = await self.programs.api().answer(
            lambda: self.shop.receive_payment_event(body, signature)
        )
        return bool(taken)

    async def _take_callback_in(self, token: str, event_id: str, kind: str, body: bytes) -> None:
        await self.programs.api().answer(
            lambda: self.shop.receive_lab_callback(token, event_id, kind, body)
        )

    def run(self, buyers: int) -> Outcome:
        try:
            self.loop.run(self._live(buyers))
        except NothingLeft:
            self.watch.says("I8", "everybody waits, and nobody will ever wake them")
        for failure in self.loop.failures:
            self.watch.says("I8", f"something outside broke: {failure}")
        return Outcome(
            seed=self.seed,
            orders=len(self.books.rows("orders")),
            paid=len(self.books.till.charges),
            faults=self.faults.happened,
            steps=self.loop.steps,
            trail=self.dice.random(),
            violations=tuple(dict.fromkeys(self.watch.violations)),
        )

    async def _live(self, buyers: int) -> None:
        living = self._everybody()
        shopping = [self.loop.create_task(self._buyer().shop_once()) for _ in range(buyers)]
        await ask_for_renders(self.store, self.clock, self._studio_dice)
        # What is there from the beginning is nobody's work, and no work may undo it.
        self.store.undo.clear()
        trouble = [
            self.loop.create_task(keep_making_trouble(self.dice, self.faults, self.programs)),
            self.loop.create_task(self.books.staff.work_off_list()),
        ]
        await asyncio.sleep(self.dice.uniform(600.0, 4 * 3600.0))
        for task in trouble:
            task.cancel()
        self.faults.flowing = False
        self._check(SAFETY)
        await asyncio.gather(*shopping)
        await self._calm_down()
        self._check(SAFETY + LIVENESS + MONEY)
        for task in living:
            task.cancel()

    def _everybody(self) -> list["asyncio.Task[None]"]:
        living = self.programs.start()
        for each in recurring(self._settings):
            if each.kind in self.shop.handlers:
                living.append(self.loop.create_task(self.programs.write_down(each)))
        return living

    async def _calm_down(self) -> None:
        # Promised is: what no message told is found within one interval of calm. Where the last
        # round had begun before something happened, that is the end of the next one.
        promised_s = 2 * self._settings.reconcile_payments_interval_s
        await asyncio.sleep(promised_s)
        promised = timedelta(seconds=promised_s)
        for _ in range(int(CALM_HOURS_MAX * 3600 / LOOK_EVERY_S)):
            await asyncio.sleep(LOOK_EVERY_S)
            if is_calm(self.books, self.posts, self.announcements, self.clock, promised):
                break

    def _check(self, facts: Any) -> None:
        self.watch.violations.extend(violations(self.books, facts))

    def _buyer(self) -> Buyer:
        owner = new_owner()
        return Buyer(
            dice=self.dice,
            insist=Insistence(self.dice, self.programs, BUYERS_WITHOUT_PATIENCE),
            shop=self.shop,
            till=self.books.till,
            answered=self.books.answered,
            products=tuple(
                framed_picture(
                    self.store,
                    owner.id,
                    self.dice.choice(self._catalogue.frames),
                    is_design=self._studio_dice.random() < DESIGNS,
                )
                for _ in range(2)
            ),
            owner=owner,
            staff=self.books.staff,
        )
