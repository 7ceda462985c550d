"""A front desk in memory at which people log in, come back, and fall back to guests."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import uuid4

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.passwords import MemoryPasswords
from adapters.outbound.memory.rate_limits import MemoryRateLimits
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.memory.work import MemoryBegin
from adapters.outbound.tokens.access_tokens import SignedAccessTokens
from adapters.outbound.tokens.guest_tokens import SignedGuestTokens
from adapters.outbound.tokens.refresh_tokens import DerivedRefreshTokens
from adapters.outbound.tokens.signed_claims import SignedClaims
from application.identity.change_role import ChangeRole
from application.identity.fall_back_to_guest import FallBackToGuest, FellBack, LostLogin
from application.identity.log_in import LogIn, LogInWish, Welcome
from application.identity.log_out import LogOut
from application.identity.login_ports import MergeAfterLogIn
from application.identity.open_login import OpenLogin
from application.identity.refresh_session import RefreshSession
from domain.identity.account import Account
from domain.identity.owner import Owner
from domain.resilience.budgets import Budgets
from domain.shared.origin import Origin

SECRET = "a secret of thirty-two characters"
PASSWORD = "correct horse battery"
ADA = "ada@buyer.example"
GRACE = timedelta(seconds=20)
ACCESS = timedelta(minutes=10)
REFRESH = timedelta(days=30)
SESSION = timedelta(days=180)


@dataclass
class RememberedCopies:
    """Stands where carts would be copied."""

    made: list[tuple[Owner, Owner]] = field(default_factory=list)

    async def copy(self, from_owner: Owner, to_owner: Owner) -> None:
        self.made.append((from_owner, to_owner))


@dataclass
class FrontDesk:
    merge: MergeAfterLogIn | None = None
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: MemoryClock = field(default_factory=MemoryClock)
    passwords: MemoryPasswords = field(default_factory=MemoryPasswords)
    budgets: Budgets = field(default_factory=Budgets)
    copies: RememberedCopies = field(default_factory=RememberedCopies)
    told: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.begin = MemoryBegin(self.store, self.clock)
        signed = SignedClaims(SECRET, "shop")
        self.guests = SignedGuestTokens(signed, timedelta(days=90))
        self.access = SignedAccessTokens(signed, ACCESS)
        self.secrets = DerivedRefreshTokens(SECRET)
        self._log_in = LogIn(
            begin=self.begin,
            passwords=self.passwords,
            open_login=OpenLogin(
                access_tokens=self.access,
                refresh_tokens=self.secrets,
                clock=self.clock,
                new_id=uuid4,
                session_lifetime=SESSION,
                refresh_lifetime=REFRESH,
            ),
            guests=self.guests,
            limits=MemoryRateLimits(self.budgets, self.clock),
            clock=self.clock,
            told=self.told.append,
            merge=self.merge,
        )
        self.refresh = RefreshSession(
            begin=self.begin,
            access_tokens=self.access,
            refresh_tokens=self.secrets,
            clock=self.clock,
            refresh_lifetime=REFRESH,
            grace=GRACE,
        )
        self.log_out = LogOut(begin=self.begin, clock=self.clock)
        self.change_role = ChangeRole(begin=self.begin, clock=self.clock)
        self._fall_back = FallBackToGuest(
            begin=self.begin,
            refresh_tokens=self.secrets,
            guests=self.guests,
            clock=self.clock,
            new_id=uuid4,
            grace=GRACE,
            copies=lambda _: self.copies,
        )

    async def welcome(self, account: Account | None = None, email: str = ADA) -> Account:
        """An account that is confirmed, with PASSWORD."""
        now = self.clock.now()
        account = account or Account(
            id=uuid4(), email=email, user_name="Ada", created_at=now, confirmed_at=now
        )
        account = replace(account, password_hash=await self.passwords.hash(PASSWORD))
        async with self.begin() as work:
            assert await work.accounts.add(account)
            await work.commit()
        return account

    async def change(self, account: Account) -> None:
        async with self.begin() as work:
            await work.accounts.save(account)
            await work.commit()

    async def log_in(
        self, email: str = ADA, password: str = PASSWORD, guest_token: str | None = None
    ) -> Welcome:
        origin = Origin(actor="guest", device="a phone", request_id="r")
        return await self._log_in(
            LogInWish(email=email, password=password, origin=origin, guest_token=guest_token)
        )

    async def fall_back(self, secret: str | None, guest: Owner | None = None) -> FellBack:
        return await self._fall_back(LostLogin(secret=secret, guest=guest))

    @property
    def ended(self) -> Sequence[str | None]:
        """Why each log-in ended, in the order they were opened."""
        return [session.ended_because for session in self.store.table("login_sessions")]
