"""A user of another issuer has a profile from the first moment, wherever profiles are kept."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from adapters.outbound.guarded.welcomed_identity_provider import WelcomedIdentityProvider
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.issuer import MemoryIssuer
from application.identity.welcome_external import WelcomeExternal
from application.shared.outcomes import Unavailable
from domain.identity.account import Account
from domain.identity.caller import Caller, Role
from domain.identity.external_user import ExternalUser
from domain.identity.owner import Owner
from domain.identity.refusals import AccountNotFound
from tests.contract.persistence import Persistence

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
UNTIL = AT + timedelta(hours=1)
PATIENCE_S = 10.0


def user(email: str = "", role: Role = Role.CUSTOMER, name: str = "") -> ExternalUser:
    caller = Caller(owner=Owner(uuid4()), role=role)
    return ExternalUser(caller=caller, email=email, user_name=name)


def an_address() -> str:
    return f"{uuid4().hex}@example.org"


async def profile_of(persistence: Persistence, who: ExternalUser) -> Account:
    async with persistence.begin(reading=True) as work:
        return await work.accounts.get(who.caller.owner.id)


@pytest.fixture
def welcome(persistence: Persistence) -> WelcomeExternal:
    return WelcomeExternal(begin=persistence.begin, clock=MemoryClock())


async def test_the_profile_is_written_from_what_the_issuer_tells(
    persistence: Persistence, welcome: WelcomeExternal
) -> None:
    ada = user(an_address(), Role.ADMIN, "Ada")
    await welcome(ada)
    profile = await profile_of(persistence, ada)
    assert (profile.email, profile.user_name) == (ada.email, "Ada")
    assert profile.is_confirmed
    # Nothing that would still hold when the issuer takes the role away.
    assert (profile.role, profile.password_hash) == (Role.CUSTOMER, None)


async def test_a_second_sight_changes_nothing(
    persistence: Persistence, welcome: WelcomeExternal
) -> None:
    ada = user(an_address())
    await welcome(ada)
    before = await profile_of(persistence, ada)
    await welcome(ExternalUser(caller=ada.caller, email=an_address(), user_name="Other"))
    assert await profile_of(persistence, ada) == before


async def test_many_at_once_write_one_profile(
    persistence: Persistence, welcome: WelcomeExternal
) -> None:
    ada = user(an_address())
    await asyncio.gather(*(welcome(ada) for _ in range(10)))
    assert (await profile_of(persistence, ada)).email == ada.email


async def test_a_taken_or_missing_address_leaves_the_profile_without_one(
    persistence: Persistence, welcome: WelcomeExternal
) -> None:
    first, nobody = user(an_address()), user()
    second = user(first.email)
    for each in (first, second, nobody):
        await welcome(each)
    assert (await profile_of(persistence, first)).email == first.email
    for each in (second, nobody):
        assert (await profile_of(persistence, each)).email.endswith(".invalid")


@dataclass
class Welcomes:
    """What was asked to be written; nothing gets written before `may_write` is set."""

    may_write: asyncio.Event = field(default_factory=asyncio.Event)
    trouble: Unavailable | None = None
    seen: list[UUID] = field(default_factory=list)

    async def __call__(self, user: ExternalUser) -> None:
        self.seen.append(user.caller.owner.id)
        await self.may_write.wait()
        if self.trouble is not None:
            raise self.trouble


def welcomed(issuer: MemoryIssuer, welcomes: Welcomes) -> WelcomedIdentityProvider:
    return WelcomedIdentityProvider(issuer, welcomes, wait_s=0.05, remembered_max=2)


async def test_a_user_is_welcomed_once_by_each_process() -> None:
    issuer, welcomes, ada = MemoryIssuer(), Welcomes(), user()
    welcomes.may_write.set()
    customers, token = welcomed(issuer, welcomes), issuer.vouch_for(ada, UNTIL)
    for _ in range(3):
        assert await customers.read(token, AT) == ada.caller
    assert len(welcomes.seen) == 1


async def test_requests_at_once_share_one_welcome_and_do_not_wait_for_a_slow_one() -> None:
    issuer, welcomes, ada = MemoryIssuer(), Welcomes(), user()
    customers, token = welcomed(issuer, welcomes), issuer.vouch_for(ada, UNTIL)
    async with asyncio.timeout(PATIENCE_S):
        found = await asyncio.gather(*(customers.read(token, AT) for _ in range(20)))
    assert set(found) == {ada.caller}
    assert len(welcomes.seen) == 1
    welcomes.may_write.set()
    await customers.aclose()
    await customers.read(token, AT)
    assert len(welcomes.seen) == 1


async def test_a_welcome_that_failed_is_tried_again_by_the_next_request() -> None:
    issuer, welcomes, ada = MemoryIssuer(), Welcomes(trouble=Unavailable("postgres")), user()
    welcomes.may_write.set()
    customers, token = welcomed(issuer, welcomes), issuer.vouch_for(ada, UNTIL)
    assert await customers.read(token, AT) == ada.caller
    welcomes.trouble = None
    await customers.read(token, AT)
    await customers.read(token, AT)
    assert len(welcomes.seen) == 2


async def test_only_so_many_are_remembered() -> None:
    issuer, welcomes = MemoryIssuer(), Welcomes()
    welcomes.may_write.set()
    customers = welcomed(issuer, welcomes)
    first, second, third = (user() for _ in range(3))
    for each in (first, second, third, first, third):
        await customers.read(issuer.vouch_for(each, UNTIL), AT)
    seen = [each.caller.owner.id for each in (first, second, third, first)]
    assert welcomes.seen == seen


async def test_guests_of_the_issuer_have_no_profile() -> None:
    issuer, welcomes = MemoryIssuer(), Welcomes()
    token = issuer.vouch_for(user(role=Role.GUEST), UNTIL)
    assert (await welcomed(issuer, welcomes).read(token, AT)).is_guest
    assert welcomes.seen == []


async def test_somebody_never_seen_has_no_profile(persistence: Persistence) -> None:
    with pytest.raises(AccountNotFound):
        await profile_of(persistence, user())
