"""A log-in that lives on: a family of refresh tokens of which one is good at any time.

Source: RFC 9700, section 4.14.2: refresh tokens of public clients are rotated, and one that comes
back after its use gives away that two parties hold it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

RAN_OUT = "ran_out"


class Verdict(StrEnum):
    """What a presented refresh token is worth."""

    GOOD = "good"
    # Its successor was made moments ago; the answer was lost, or several asked at once.
    REPEATED = "repeated"
    REUSED = "reused"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshToken:
    """Known by its hash; `generation` counts from 1 within the log-in."""

    token_hash: str
    session_id: UUID
    generation: int
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSession:
    """`generation` and `rotated_at` are those of its newest token.

    `guest_id` is who the buyer became when this log-in ran out.
    """

    id: UUID
    account_id: UUID
    device: str
    created_at: datetime
    rotated_at: datetime
    expires_at: datetime
    generation: int = 1
    ended_at: datetime | None = None
    ended_because: str | None = None
    guest_id: UUID | None = None

    def judge(self, token: RefreshToken, at: datetime, grace: timedelta) -> Verdict:
        """Of a token of this log-in, presented at that moment."""
        if self.ended_at is not None:
            return Verdict.ENDED
        if token.generation == self.generation:
            return Verdict.EXPIRED if self._is_over(token, at) else Verdict.GOOD
        if token.generation == self.generation - 1 and at - self.rotated_at <= grace:
            return Verdict.REPEATED
        return Verdict.REUSED

    def _is_over(self, token: RefreshToken, at: datetime) -> bool:
        return at >= min(token.expires_at, self.expires_at)

    def rotate(self, at: datetime) -> Self:
        return replace(self, generation=self.generation + 1, rotated_at=at)

    def newest_token(self, token_hash: str, lifetime: timedelta) -> RefreshToken:
        """Lives as long as tokens do, yet never longer than the log-in."""
        return RefreshToken(
            token_hash=token_hash,
            session_id=self.id,
            generation=self.generation,
            issued_at=self.rotated_at,
            expires_at=min(self.rotated_at + lifetime, self.expires_at),
        )

    def end(self, at: datetime, because: str) -> Self:
        """What has ended keeps its first end."""
        if self.ended_at is not None:
            return self
        return replace(self, ended_at=at, ended_because=because)

    def become_guest(self, guest_id: UUID, at: datetime) -> Self:
        return replace(self.end(at, RAN_OUT), guest_id=guest_id)

    def guest_of_a_moment_ago(self, at: datetime, grace: timedelta) -> UUID | None:
        """For tabs that ask at once. Later the token proves nothing: the guest has one of its own,
        and whoever copied this one must not become that guest."""
        if self.ended_because != RAN_OUT or self.ended_at is None or at - self.ended_at > grace:
            return None
        return self.guest_id
