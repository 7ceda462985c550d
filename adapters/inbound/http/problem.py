"""Problem details (RFC 9457) that a buyer's screen can show as they are."""

from typing import Any

import msgspec

TYPE_BASE = "https://passepartout.example/problems/"
MEDIA_TYPE = "application/problem+json"


class UserMessage(msgspec.Struct, rename="camel", omit_defaults=True, frozen=True):
    """What to show a buyer: what happened, in which words, and what to do now."""

    title: str
    message: str
    action: str = ""
    retry_after_seconds: int | None = None


class Issue(msgspec.Struct, rename="camel", omit_defaults=True, frozen=True):
    """One field of the request that is at fault."""

    field: str
    code: str
    message: str = ""


class Problem(msgspec.Struct, rename="camel", omit_defaults=True, frozen=True, kw_only=True):
    """`code` is stable and listed in docs/errors.md; `requestId` finds it in the log."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    user_message: UserMessage
    should_retry: bool = msgspec.field(default=False)
    request_id: str
    issues: list[Issue] = []
    facts: dict[str, Any] = {}
