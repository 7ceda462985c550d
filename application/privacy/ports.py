"""What is needed to tell people what is kept about them, and to forget it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.identity.ports import Accounts, Admins, LoginSessions
from application.notifications.ports import Mails
from application.operations.ports import Jobs
from application.shared.begin import Begin
from application.shared.work import Work
from domain.privacy.erasure import Erased
from domain.privacy.personal_export import PersonalExport


class PersonalData(Protocol):
    """Everything the shop keeps about a person."""

    async def collect(self, owner_id: UUID) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """By kind, as it was at one moment. Values are what JSON knows, ids and moments."""
        ...


class FileSecret(Protocol):
    def __call__(self) -> str:
        """Unguessable and fit for the key of a file: 256 bits in lower-case letters and digits."""
        ...


class PersonalExports(Protocol):
    """An account has at most one export under way, by a constraint."""

    async def add_or_get(self, export: PersonalExport) -> PersonalExport:
        """The one that is under way: this one, or another that was asked for before."""
        ...

    async def latest(self, account_id: UUID) -> PersonalExport | None: ...

    async def lock(self, export_id: UUID) -> PersonalExport | None:
        """None when it was erased together with the person."""
        ...

    async def save(self, export: PersonalExport) -> None: ...

    async def outlived(
        self, ended_before: datetime, asked_before: datetime, limit: int
    ) -> Sequence[PersonalExport]:
        """Completed ones whose time is over, and ones under way that were asked for too long ago;
        the oldest first."""
        ...


class PersonalTraces(Protocol):
    """What a person leaves behind, as the one who erases it sees it.

    An order that may still be produced keeps its address, its pictures and what was frozen for the
    lab and for the payment provider; all else goes or is made anonymous. Erasing again changes
    nothing.
    """

    async def erase(
        self, owner_id: UUID, at: datetime, *, last_mail_written_before: datetime
    ) -> Erased:
        """The last mail is kept until it was sent, or was written before that moment."""
        ...

    async def forget_event_bodies(self, received_before: datetime, limit: int) -> None:
        """Whomever they speak of; that the events came is remembered. The oldest first."""
        ...

    async def forget_mails_to(self, email: str) -> None:
        """Mails to that address which belong to no order: not sent any more, and anonymous."""
        ...


class PrivacyWork(Work, Protocol):
    @property
    def accounts(self) -> Accounts: ...
    @property
    def admins(self) -> Admins: ...
    @property
    def logins(self) -> LoginSessions: ...
    @property
    def mails(self) -> Mails: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def exports(self) -> PersonalExports: ...
    @property
    def traces(self) -> PersonalTraces: ...


BeginPrivacyWork = Begin[PrivacyWork]


class ProvesPassword(Protocol):
    """Asks for the password once more before something that cannot be taken back."""

    async def __call__(self, account_id: UUID, current: str) -> object:
        """Raises PasswordWrong or TooManyRequests."""
        ...
