"""People with accounts in memory, the mails they get, and what they can do."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.passwords import MemoryPasswords
from adapters.outbound.memory.rate_limits import MemoryRateLimits
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.memory.work import MemoryBegin
from adapters.outbound.tokens.ticket_tokens import DerivedTicketTokens
from application.identity.change_email import ChangeEmail, EmailChange
from application.identity.change_password import ChangePassword, PasswordChange
from application.identity.confirm_email import ConfirmEmail
from application.identity.forgot_password import ForgotPassword
from application.identity.open_ticket import OpenTicket
from application.identity.prove_password import ProvePassword
from application.identity.reset_password import NewPassword, ResetPassword
from application.identity.sign_up import NewAccount, SignUp
from application.identity.write_account_mail import TicketLifetimes, WriteAccountMail
from domain.identity.account import Account
from domain.identity.email_ticket import EmailTicket, TicketPurpose
from domain.identity.login_session import LoginSession, RefreshToken
from domain.identity.password_rules import PasswordRules
from domain.notifications.mail import Mail
from domain.resilience.budgets import Budgets

ADA = "ada@buyer.example"
PASSWORD = "correct horse battery"
OTHER = "staple of a horse"
LIFETIMES = TicketLifetimes()
MAILS_PER_HOUR = 3


@dataclass
class People:
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: MemoryClock = field(default_factory=MemoryClock)
    passwords: MemoryPasswords = field(default_factory=MemoryPasswords)
    budgets: Budgets = field(default_factory=Budgets)

    def __post_init__(self) -> None:
        self.begin = MemoryBegin(self.store, self.clock)
        self.tokens = DerivedTicketTokens("a secret of sixteen")
        rules, limits = PasswordRules(), MemoryRateLimits(self.budgets, self.clock)
        opening = OpenTicket(tokens=self.tokens)
        begin, clock, passwords = self.begin, self.clock, self.passwords
        prove = ProvePassword(begin=begin, passwords=passwords, limits=limits)
        write_mail = WriteAccountMail(
            tokens=self.tokens, new_id=uuid4, lifetimes=LIFETIMES, mails_per_hour=MAILS_PER_HOUR
        )
        self._sign_up = SignUp(
            begin=begin,
            passwords=passwords,
            rules=rules,
            write_mail=write_mail,
            clock=clock,
            new_id=uuid4,
        )
        self.confirm = ConfirmEmail(begin=begin, open_ticket=opening, clock=clock)
        self.forgot = ForgotPassword(
            begin=begin, limits=limits, write_mail=write_mail, clock=clock, new_id=uuid4
        )
        self._reset = ResetPassword(
            begin=begin,
            open_ticket=opening,
            passwords=passwords,
            rules=rules,
            write_mail=write_mail,
            clock=clock,
        )
        self._change_password = ChangePassword(
            begin=begin,
            prove=prove,
            passwords=passwords,
            rules=rules,
            write_mail=write_mail,
            clock=clock,
        )
        self._change_email = ChangeEmail(
            begin=begin, prove=prove, write_mail=write_mail, clock=clock
        )

    async def sign_up(self, password: str = PASSWORD, email: str = ADA, name: str = "Ada") -> None:
        await self._sign_up(NewAccount(email=email, password=password, user_name=name))

    async def reset(self, token: str, password: str = OTHER) -> None:
        await self._reset(NewPassword(token=token, password=password))

    async def change_password(
        self, account_id: UUID, current: str, new: str, session_id: UUID | None = None
    ) -> None:
        wish = PasswordChange(
            account_id=account_id, session_id=session_id, current=current, new=new
        )
        await self._change_password(wish)

    async def change_email(self, account_id: UUID, password: str, email: str) -> None:
        wish = EmailChange(account_id=account_id, current_password=password, email=email)
        await self._change_email(wish)

    async def with_account(self, email: str = ADA, password: str = PASSWORD) -> Account:
        """Signed up and confirmed."""
        await self.sign_up(password, email)
        await self.confirm(self.token())
        return self.account(email)

    async def log_in(self, account: Account) -> UUID:
        now = self.clock.now()
        until = now + timedelta(days=30)
        session = LoginSession(
            id=uuid4(),
            account_id=account.id,
            device="",
            created_at=now,
            rotated_at=now,
            expires_at=until,
        )
        token = RefreshToken(
            token_hash=str(session.id),
            session_id=session.id,
            generation=1,
            issued_at=now,
            expires_at=until,
        )
        async with self.begin() as work:
            await work.logins.add(session, token)
            await work.commit()
        return session.id

    async def alive(self, *sessions: UUID) -> list[bool]:
        async with self.begin(reading=True) as work:
            return [await work.logins.is_alive(each) for each in sessions]

    async def can_log_in(self, password: str, email: str = ADA) -> bool:
        found = self.account(email)
        return found.is_confirmed and await self.passwords.verify(password, found.password_hash)

    @property
    def accounts(self) -> list[Account]:
        return list(self.store.table("users"))

    @property
    def tickets(self) -> list[EmailTicket]:
        return list(self.store.table("email_tickets"))

    @property
    def mails(self) -> list[Mail]:
        """In the order they were written."""
        return list(self.store.table("mails"))

    @property
    def told(self) -> list[tuple[str, str]]:
        """Which mails went to whom."""
        return [(mail.template.value, mail.recipient) for mail in self.mails]

    def account(self, email: str = ADA) -> Account:
        (found,) = [each for each in self.accounts if each.email == email]
        return found

    def token(self, purpose: TicketPurpose | None = None, which: int = -1) -> str:
        """Of the newest ticket, or another, as its mail brings it."""
        found = [each for each in self.tickets if purpose in (None, each.purpose)]
        return self.tokens.token_of(found[which].id, found[which].purpose)
