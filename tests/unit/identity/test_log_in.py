"""Who knows the password is logged in, whatever else goes wrong; nobody else learns anything."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import pytest

from adapters.outbound.memory.passwords import MemoryPasswords
from application.shared.outcomes import Unavailable
from domain.identity.caller import Role
from domain.identity.merge_on_log_in import MergeOnLogIn, MergeStatus
from domain.identity.owner import Owner
from domain.identity.refusals import AccountNotFound, LastAdmin, LoginFailed, RoleInvalid
from domain.shared.origin import Origin
from domain.shared.refusals import Conflict
from tests.unit.identity.sessions import PASSWORD, FrontDesk


@dataclass
class Merging:
    """Answers, or raises, what it is told to."""

    outcome: MergeOnLogIn | Exception
    asked: tuple[Owner, Owner, str | None, Origin] | None = None

    async def __call__(
        self, guest: Owner, account: Owner, strategy: str | None, origin: Origin
    ) -> MergeOnLogIn:
        self.asked = (guest, account, strategy, origin)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@dataclass
class ChangingPasswords(MemoryPasswords):
    """Somebody resets the password while it is being checked."""

    meanwhile: Callable[[], Awaitable[None]] | None = None
    old: str = ""
    checked: int = 0

    async def verify(self, password: str, password_hash: str | None) -> bool:
        self.checked += 1
        is_right = await super().verify(password, password_hash)
        if self.checked == 1 and self.meanwhile is not None:
            await self.meanwhile()
        return is_right

    def needs_rehash(self, password_hash: str) -> bool:
        return password_hash == self.old


async def test_the_same_refusal_after_the_same_work_for_whatever_is_wrong() -> None:
    passwords = ChangingPasswords()
    desk = FrontDesk(passwords=passwords)
    ada = await desk.welcome()
    await desk.welcome(replace(ada, id=uuid4(), email="eve@buyer.example", confirmed_at=None))
    tries = [("ada@buyer.example", "wrong"), ("eve@buyer.example", PASSWORD), ("x@y.example", "x")]
    for number, (email, password) in enumerate(tries, start=1):
        with pytest.raises(LoginFailed):
            await desk.log_in(email, password)
        assert passwords.checked == number
    assert desk.ended == []


async def test_a_password_that_was_reset_meanwhile_opens_nothing() -> None:
    passwords = ChangingPasswords()
    desk = FrontDesk(passwords=passwords)
    ada = await desk.welcome()
    passwords.meanwhile = lambda: desk.change(replace(ada, password_hash="memory$$of another"))
    with pytest.raises(LoginFailed):
        await desk.log_in()
    assert desk.ended == []


async def test_an_old_hash_is_made_anew() -> None:
    passwords = ChangingPasswords()
    desk = FrontDesk(passwords=passwords)
    ada = await desk.welcome()
    passwords.old = ada.password_hash or ""
    await desk.log_in()
    (account,) = desk.store.table("users")
    assert account.password_hash != ada.password_hash
    await desk.log_in()


async def test_the_guests_cart_is_brought_along() -> None:
    report = MergeOnLogIn(status=MergeStatus.MERGED, report={"lines": 3})
    merging = Merging(report)
    desk = FrontDesk(merge=merging)
    ada, guest = await desk.welcome(), Owner(uuid4())
    token = desk.guests.issue(guest, desk.clock.now()).token
    assert (await desk.log_in(guest_token=token)).merge == report
    origin = Origin(actor="customer", actor_id=str(ada.id), device="a phone", request_id="r")
    assert merging.asked == (guest, Owner(ada.id), None, origin)


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (Conflict(), "conflict"),
        (Unavailable("postgres"), "temporarily_unavailable"),
        (ZeroDivisionError(), "internal_error"),
    ],
)
async def test_a_merge_that_fails_does_not_keep_anybody_out(trouble: Exception, code: str) -> None:
    desk = FrontDesk(merge=Merging(trouble))
    await desk.welcome()
    token = desk.guests.issue(Owner(uuid4()), desk.clock.now()).token
    welcome = await desk.log_in(guest_token=token)
    assert welcome.merge == MergeOnLogIn(status=MergeStatus.FAILED, code=code)
    assert desk.ended == [None]
    assert desk.told == ([trouble] if code == "internal_error" else [])


async def test_a_guest_token_that_is_no_good_does_not_keep_anybody_out() -> None:
    desk = FrontDesk(merge=Merging(MergeOnLogIn(status=MergeStatus.MERGED)))
    await desk.welcome()
    old = desk.guests.issue(Owner(uuid4()), desk.clock.now() - timedelta(days=91)).token
    for token, code in (("x", "token_invalid"), (old, "token_expired")):
        welcome = await desk.log_in(guest_token=token)
        assert welcome.merge == MergeOnLogIn(status=MergeStatus.FAILED, code=code)


async def test_an_access_token_is_no_guests() -> None:
    desk = FrontDesk(merge=Merging(MergeOnLogIn(status=MergeStatus.MERGED)))
    await desk.welcome()
    access = (await desk.log_in()).logged_in.access.token
    merge = (await desk.log_in(guest_token=access)).merge
    assert merge is not None
    assert merge.code == "token_invalid"


async def test_a_role_is_given_and_the_last_administrator_stays_one() -> None:
    desk = FrontDesk()
    ada, eve = await desk.welcome(), await desk.welcome(email="eve@buyer.example")
    await desk.log_in()
    await desk.change_role(ada.id, Role.CUSTOMER)
    assert desk.ended == [None]
    await desk.change_role.by_email(" ADA@buyer.example", Role.ADMIN)
    assert desk.ended == ["role_changed"]
    with pytest.raises(LastAdmin):
        await desk.change_role(ada.id, Role.STAFF)
    await desk.change_role(eve.id, Role.ADMIN)
    await desk.change_role(ada.id, Role.STAFF)
    with pytest.raises(RoleInvalid):
        await desk.change_role(ada.id, Role.GUEST)


async def test_an_address_that_nobody_confirmed_is_given_no_role() -> None:
    """Whoever signed up with a stranger's address would else become what the stranger should."""
    desk = FrontDesk()
    eve = await desk.welcome()
    await desk.change(replace(eve, confirmed_at=None))
    for role in (Role.STAFF, Role.ADMIN):
        with pytest.raises(AccountNotFound):
            await desk.change_role(eve.id, role)
        with pytest.raises(AccountNotFound):
            await desk.change_role.by_email(eve.email, role)
    await desk.change_role(eve.id, Role.CUSTOMER)
