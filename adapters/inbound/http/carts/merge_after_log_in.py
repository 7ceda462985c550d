"""Merging as a log-in asks for it: reported in the words of POST /api/cart/merge."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import msgspec

from adapters.inbound.http.carts.merge_answers import CartMergeAnswer
from application.carts.merge_guest_cart import GuestMerge
from application.carts.merge_outcome import MergeOutcome
from domain.carts.past_merge import strategy_named
from domain.identity.merge_on_log_in import MergeOnLogIn, MergeStatus
from domain.identity.owner import Owner
from domain.shared.origin import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeCartAfterLogIn:
    merge: Callable[[GuestMerge], Awaitable[MergeOutcome]]

    async def __call__(
        self, guest: Owner, account: Owner, strategy: str | None, origin: Origin
    ) -> MergeOnLogIn:
        """Raises MergeStrategyUnknown, and what keeps the database from answering."""
        outcome = await self.merge(
            GuestMerge(guest=guest, user=account, origin=origin, strategy=strategy_named(strategy))
        )
        report = msgspec.to_builtins(CartMergeAnswer.of(outcome))
        del report["status"]
        return MergeOnLogIn(status=MergeStatus(outcome.status.value), report=report)
