"""Routes of staff for people: who may do what."""

from typing import Self
from uuid import UUID

from litestar import Controller, put
from litestar.params import FromPath, JSONBody

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Body
from adapters.inbound.http.provided import Provided
from application.identity.change_role import ChangeRole
from domain.identity.account import Account
from domain.identity.caller import Role
from domain.identity.refusals import RoleInvalid
from domain.resilience.rate_class import RateClass


class RoleBody(Body):
    """`customer`, `staff` or `admin`."""

    role: str


class UserAnswer(Answer):
    id: UUID
    email: str
    user_name: str
    role: str

    @classmethod
    def of(cls, account: Account) -> Self:
        return cls(
            id=account.id,
            email=account.email,
            user_name=account.user_name,
            role=account.role.value,
        )


class UserController(Controller):
    path = "/api/admin/users"
    tags = ["admin"]
    opt = open_to(Access.ADMIN, RateClass.CHANGE)

    @put("/{account_id:uuid}", summary="Give a user another role")
    async def change_role(
        self,
        account_id: FromPath[UUID],
        data: JSONBody[RoleBody],
        change_role: Provided[ChangeRole],
    ) -> UserAnswer:
        """Logs the user out everywhere, as tokens speak of the role."""
        return UserAnswer.of(await change_role(account_id, role_of(data.role)))


def role_of(written: str) -> Role:
    """Raises RoleInvalid."""
    try:
        return Role(written)
    except ValueError as error:
        raise RoleInvalid(f"There is no role {written[:40]!r}.", field="role") from error
