"""Who makes a request: an owner of things, in a role."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.identity.owner import Owner


class Role(StrEnum):
    """In rising order: each may do what those before it may."""

    GUEST = "guest"
    CUSTOMER = "customer"
    STAFF = "staff"
    ADMIN = "admin"

    def includes(self, other: "Role") -> bool:
        return ROLES.index(self) >= ROLES.index(other)


ROLES = tuple(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """`session_id` names the log-in behind the credential; guests and other issuers have none."""

    owner: Owner
    role: Role = Role.GUEST
    session_id: UUID | None = None

    @property
    def is_guest(self) -> bool:
        return self.role is Role.GUEST
