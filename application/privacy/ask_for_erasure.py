"""Erase an account at its owner's wish: at once nobody can log in, and a job does the rest."""

from dataclasses import dataclass
from uuid import UUID

from application.privacy.ports import BeginPrivacyWork, PrivacyWork, ProvesPassword
from application.shared.ports import Clock, NewId
from domain.identity.account import Account
from domain.identity.caller import Role
from domain.identity.owner import Owner
from domain.identity.refusals import ErasureNotConfirmed, LastAdmin, PasswordWrong
from domain.notifications.mail import Mail, Template
from domain.operations.job import JobKind, NewJob


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureWish:
    """`password` of the account; one without a password repeats its e-mail as `confirm`."""

    owner: Owner
    password: str | None = None
    confirm: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForErasure:
    """Raises PasswordWrong, ErasureNotConfirmed, AccountNotFound, LastAdmin and TooManyRequests."""

    begin: BeginPrivacyWork
    prove_password: ProvesPassword
    clock: Clock
    new_id: NewId

    async def __call__(self, wish: ErasureWish) -> None:
        async with self.begin(reading=True) as work:
            seen = await work.accounts.get(wish.owner.id)
        await self._check(seen, wish)
        at = self.clock.now()
        async with self.begin() as work:
            if seen.role is Role.ADMIN and await work.admins.lock_all() == {seen.id}:
                raise LastAdmin
            account = await work.accounts.lock(wish.owner.id)
            if account.password_hash != seen.password_hash or account.email != seen.email:
                # What was proved is no longer what the account asks for.
                raise PasswordWrong(field="password")
            await work.traces.forget_mails_to(account.email)
            await self._say_farewell(work, account)
            await work.accounts.save(account.erase(at))
            await work.logins.end_all(account.id, at, "erased")
            await work.jobs.add([erasure_job(account.id, 1)])
            await work.commit()

    async def _check(self, account: Account, wish: ErasureWish) -> None:
        if account.password_hash is None:
            if (wish.confirm or "").strip().lower() != account.email:
                raise ErasureNotConfirmed(field="confirm")
            return
        try:
            await self.prove_password(account.id, wish.password or "")
        except PasswordWrong:
            raise PasswordWrong(field="password") from None

    async def _say_farewell(self, work: PrivacyWork, account: Account) -> None:
        mail = Mail(
            id=self.new_id(),
            account_id=account.id,
            template=Template.ACCOUNT_ERASED,
            dedupe_key=f"{Template.ACCOUNT_ERASED.value}:{account.id}",
            recipient=account.email,
            data={"name": account.user_name},
            created_at=self.clock.now(),
        )
        if await work.mails.add(mail):
            await work.jobs.add([mail_job(mail)])


def mail_job(mail: Mail) -> NewJob:
    return NewJob(
        kind=JobKind.SEND_MAIL,
        dedupe_key=f"mail:{mail.dedupe_key}",
        payload={"mail_id": str(mail.id)},
    )


def erasure_job(account_id: UUID, round_no: int) -> NewJob:
    return NewJob(
        kind=JobKind.ERASE_PERSON,
        dedupe_key=f"erase:{account_id}:{round_no}",
        payload={"account_id": str(account_id), "round": str(round_no)},
    )
