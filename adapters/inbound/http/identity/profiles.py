"""Routes of the caller's own account: its profile, address and password."""

from datetime import datetime
from typing import Self
from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import JSONBody
from msgspec import UNSET, UnsetType

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Body
from adapters.inbound.http.identity.accounts import ReadMail
from adapters.inbound.http.identity.data_rights import ErasureAnswer, ErasureBody
from adapters.inbound.http.provided import Provided
from application.identity.change_email import ChangeEmail, EmailChange
from application.identity.change_password import ChangePassword, PasswordChange
from application.identity.change_profile import ChangeProfile, ProfileChange
from application.identity.show_profile import ShowProfile
from application.privacy.ask_for_erasure import AskForErasure, ErasureWish
from domain.identity.account import Account
from domain.identity.caller import Caller
from domain.identity.owner import Owner
from domain.resilience.rate_class import RateClass


class ProfileAnswer(Answer):
    id: UUID
    email: str
    user_name: str
    phone: str | None
    accepts_marketing: bool
    role: str
    created_at: datetime

    @classmethod
    def of(cls, account: Account) -> Self:
        return cls(
            id=account.id,
            email=account.email,
            user_name=account.user_name,
            phone=account.phone,
            accepts_marketing=account.accepts_marketing,
            role=account.role.value,
            created_at=account.created_at,
        )


class ProfileBody(Body):
    """What is left out stays; `phone: null` takes the number out."""

    user_name: str | UnsetType = UNSET
    phone: str | UnsetType | None = UNSET
    accepts_marketing: bool | UnsetType = UNSET


class EmailBody(Body):
    email: str
    current_password: str


class PasswordBody(Body):
    current_password: str
    new_password: str


class PasswordChanged(Answer):
    changed: bool = True


class ProfileController(Controller):
    path = "/api/profiles"
    tags = ["identity"]
    opt = open_to(Access.CUSTOMER, RateClass.CHANGE)

    @get(summary="Show the own profile", opt=open_to(Access.CUSTOMER, RateClass.BROWSE))
    async def show(
        self, caller: Provided[Caller], show_profile: Provided[ShowProfile]
    ) -> ProfileAnswer:
        return ProfileAnswer.of(await show_profile(caller.owner.id))

    @patch(summary="Change the own profile")
    async def change(
        self,
        caller: Provided[Caller],
        data: JSONBody[ProfileBody],
        change_profile: Provided[ChangeProfile],
    ) -> ProfileAnswer:
        marketing = data.accepts_marketing
        change = ProfileChange(
            account_id=caller.owner.id,
            user_name=None if data.user_name is UNSET else data.user_name,
            phone=None if data.phone is UNSET else data.phone or "",
            accepts_marketing=None if marketing is UNSET else marketing,
        )
        return ProfileAnswer.of(await change_profile(change))

    @post(
        "/email",
        summary="Ask for another e-mail address",
        status_code=202,
        opt=open_to(Access.CUSTOMER, RateClass.LOG_IN),
    )
    async def change_email(
        self,
        caller: Provided[Caller],
        data: JSONBody[EmailBody],
        change_email: Provided[ChangeEmail],
    ) -> ReadMail:
        """It changes when the link in the mail to the new address is used; the old one is told."""
        await change_email(
            EmailChange(
                account_id=caller.owner.id,
                current_password=data.current_password,
                email=data.email,
            )
        )
        return ReadMail()

    @post(
        "/password",
        summary="Change the own password",
        status_code=200,
        opt=open_to(Access.CUSTOMER, RateClass.LOG_IN),
    )
    async def change_password(
        self,
        caller: Provided[Caller],
        data: JSONBody[PasswordBody],
        change_password: Provided[ChangePassword],
    ) -> PasswordChanged:
        """Logs out everywhere else."""
        await change_password(
            PasswordChange(
                account_id=caller.owner.id,
                session_id=caller.session_id,
                current=data.current_password,
                new=data.new_password,
            )
        )
        return PasswordChanged()

    @delete(
        summary="Erase the own account",
        status_code=202,
        opt=open_to(Access.CUSTOMER, RateClass.LOG_IN),
    )
    async def erase(
        self,
        owner: Provided[Owner],
        data: JSONBody[ErasureBody],
        ask_for_erasure: Provided[AskForErasure],
    ) -> ErasureAnswer:
        """This cannot be undone. Orders keep what tax law asks for, without the person."""
        await ask_for_erasure(
            ErasureWish(owner=owner, password=data.password, confirm=data.confirm)
        )
        return ErasureAnswer()
