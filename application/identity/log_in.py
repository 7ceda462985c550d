"""Log in: e-mail and password against a session of one's own on this device."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from application.identity.login_ports import MergeAfterLogIn
from application.identity.open_login import OpenLogin
from application.identity.ports import BeginIdentityWork, GuestTokens, Passwords
from application.resilience.ports import RateLimits
from application.shared.outcomes import OutsideTrouble
from application.shared.ports import Clock
from domain.identity.account import Account
from domain.identity.email import canonical_email
from domain.identity.logged_in import LoggedIn
from domain.identity.merge_on_log_in import MergeOnLogIn, MergeStatus
from domain.identity.refusals import EmailInvalid, LoginFailed
from domain.resilience.budgets import account_key
from domain.resilience.rate_class import RateClass
from domain.shared.origin import Origin
from domain.shared.refusals import DomainError

TRIES_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LogInWish:
    """`guest_token` names the guest who turned out to have an account, with a cart to bring."""

    email: str
    password: str
    origin: Origin
    guest_token: str | None = None
    strategy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    logged_in: LoggedIn
    merge: MergeOnLogIn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogIn:
    """Looks at the account and nothing else: no order and no payment can lock anybody out.

    Every refusal takes the same steps and says the same, so that nobody learns who has an account.
    """

    begin: BeginIdentityWork
    passwords: Passwords
    open_login: OpenLogin
    guests: GuestTokens
    limits: RateLimits
    clock: Clock
    told: Callable[[BaseException], None]
    merge: MergeAfterLogIn | None = None

    async def __call__(self, wish: LogInWish) -> Welcome:
        """Raises LoginFailed, TooManyRequests, PasswordHashingBusy or LogInUnavailable."""
        for _ in range(TRIES_MAX):
            account = await self._whose_password_this_is(wish)
            logged_in = await self._log_in(account, wish)
            if logged_in is not None:
                return Welcome(logged_in=logged_in, merge=await self._merged(wish, logged_in))
        raise LoginFailed

    async def _whose_password_this_is(self, wish: LogInWish) -> Account:
        account = await self._find(wish.email)
        known = account.password_hash if account is not None and account.is_confirmed else None
        if not await self.passwords.verify(wish.password, known) or account is None:
            raise LoginFailed
        return account

    async def _find(self, written: str) -> Account | None:
        try:
            email = canonical_email(written)
        except EmailInvalid:
            # Nobody can have such an address, which is no secret.
            return None
        await self.limits.admit(RateClass.LOG_IN, account_key(email))
        async with self.begin(reading=True) as work:
            return await work.accounts.find_by_email(email)

    async def _log_in(self, account: Account, wish: LogInWish) -> LoggedIn | None:
        """None when the account changed while its password was checked: look again."""
        old = account.password_hash or ""
        new = await self.passwords.hash(wish.password) if self.passwords.needs_rehash(old) else old
        async with self.begin() as work:
            locked = await work.accounts.lock(account.id)
            # A reset ends all sessions, so none may be opened with the password from before it.
            if (locked.password_hash, locked.email) != (old, account.email):
                return None
            if new != old:
                await work.accounts.save(replace(locked, password_hash=new))
            logged_in = await self.open_login(work.logins, locked, wish.origin.device)
            await work.commit()
        return logged_in

    async def _merged(self, wish: LogInWish, logged_in: LoggedIn) -> MergeOnLogIn | None:
        """Whatever goes wrong here, somebody with the right password is logged in."""
        if self.merge is None or wish.guest_token is None:
            return None
        owner = logged_in.caller.owner
        origin = replace(wish.origin, actor=logged_in.caller.role.value, actor_id=str(owner.id))
        try:
            guest = self.guests.read(wish.guest_token, self.clock.now())
            return await self.merge(guest, owner, wish.strategy, origin)
        except DomainError as refusal:
            code = refusal.code
        except OutsideTrouble:
            code = "temporarily_unavailable"
        except Exception as error:  # noqa: BLE001 - told to operators
            self.told(error)
            code = "internal_error"
        return MergeOnLogIn(status=MergeStatus.FAILED, code=code)
