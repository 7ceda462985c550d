"""What the shop refuses, in three families by what the caller can do about it."""

from dataclasses import dataclass
from dataclasses import field as attribute
from typing import ClassVar


@dataclass(eq=False)
class DomainError(Exception):
    """A refusal with a stable code.

    `field` names the input at fault; `facts` are shown to the caller.
    """

    code: ClassVar[str] = "refused"
    detail: str = ""
    field: str | None = None
    facts: dict[str, object] = attribute(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class NotFound(DomainError):
    """It does not exist, or it is somebody else's; the two are not told apart."""

    code = "not_found"


class Conflict(DomainError):
    """The request was right once, but the world has moved on: read again, then decide."""

    code = "conflict"


class Invalid(DomainError):
    """The request can never succeed as it is."""

    code = "invalid"


class Forbidden(DomainError):
    """The caller must show a better credential first."""

    code = "forbidden"
