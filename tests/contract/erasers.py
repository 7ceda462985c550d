"""Whoever erases a person, as the tests drive them."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID, uuid4

from adapters.outbound.mail.jinja_letters import JinjaLetters
from adapters.outbound.memory.assets import MemoryAssets
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.mailer import MemoryMailer
from adapters.outbound.memory.passwords import MemoryPasswords
from adapters.outbound.memory.rate_limits import MemoryRateLimits
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from adapters.outbound.tokens.ticket_links import AccountPageLinks
from adapters.outbound.tokens.ticket_tokens import DerivedTicketTokens
from application.identity.prove_password import ProvePassword
from application.notifications.send_mail import SendMail
from application.operations.run_job import Handler
from application.privacy.ask_for_erasure import AskForErasure, ErasureWish
from application.privacy.erase_files import EraseFiles
from application.privacy.erase_person import ErasePerson
from domain.fulfilment.status import DropshipStatus
from domain.identity.owner import Owner
from domain.notifications.mail import Template
from domain.operations.job import Lease
from domain.orders.status import OrderStatus
from domain.resilience.budgets import Budgets
from tests.contract.persistence import Persistence, until
from tests.contract.sample_person import Person, a_person

PASSWORD = "correct horse battery"


@dataclass
class Erasers:
    """No time passes between the rounds, so that a test can have all of them."""

    persistence: Persistence
    clock: MemoryClock = field(default_factory=MemoryClock)
    passwords: MemoryPasswords = field(default_factory=MemoryPasswords)
    mailer: MemoryMailer = field(default_factory=MemoryMailer)

    def __post_init__(self) -> None:
        begin, clock = self.persistence.begin, self.clock
        self.assets = MemoryAssets(HmacAssetSignatures("secret", "https://shop.example"))
        limits = MemoryRateLimits(Budgets(), clock)
        prove = ProvePassword(begin=begin, passwords=self.passwords, limits=limits)
        self._ask = AskForErasure(begin=begin, prove_password=prove, clock=clock, new_id=uuid4)
        self.erase_person = ErasePerson(
            begin=begin,
            clock=clock,
            credentials_live=timedelta(),
            again_after=timedelta(),
            last_mail_waits=timedelta(days=7),
        )
        self.erase_files = EraseFiles(begin=begin, assets=self.assets)
        self.send_mail = SendMail(
            begin=begin,
            letters=JinjaLetters(),
            links=AccountPageLinks(DerivedTicketTokens("a secret of sixteen"), "https://x.example"),
            mailer=self.mailer,
            clock=clock,
        )

    async def ask(
        self, owner_id: UUID, password: str | None = None, confirm: str | None = None
    ) -> None:
        await self._ask(ErasureWish(owner=Owner(owner_id), password=password, confirm=confirm))

    async def run(self, dedupe_key: str, handler: Handler) -> None:
        await handler(await self.lease(dedupe_key))

    async def lease(self, dedupe_key: str) -> Lease:
        job_id = await self.persistence.job_id(dedupe_key)
        return await until(self.persistence, lambda: self.persistence.queue.claim(job_id))

    async def round(self, account_id: UUID, number: int) -> None:
        await self.run(f"erase:{account_id}:{number}", self.erase_person)

    async def last_mail(self, account_id: UUID) -> None:
        key = f"mail:{Template.ACCOUNT_ERASED.value}:{account_id}"
        await self.run(key, self.send_mail)


async def someone(erasers: Erasers) -> Person:
    return await a_person(erasers.persistence, await erasers.passwords.hash(PASSWORD))


async def deliver(persistence: Persistence, person: Person) -> None:
    async with persistence.begin() as work:
        order = await work.orders.lock(person.in_production.id)
        await work.orders.save(order.move_to(OrderStatus.DELIVERED))
        for dropship in await work.dropships.of_order(order.id):
            await work.dropships.save(replace(dropship, status=DropshipStatus.COMPLETE))
        await work.commit()
