"""What became of a guest's cart when the guest logged in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class MergeStatus(StrEnum):
    MERGED = "merged"
    ALREADY_MERGED = "already_merged"
    NOTHING_TO_MERGE = "nothing_to_merge"
    # The guest's cart is where it was; merging can be asked for again.
    KEPT_APART = "kept_apart"
    FAILED = "failed"

    @property
    def used_up_the_guest(self) -> bool:
        return self in (MergeStatus.MERGED, MergeStatus.ALREADY_MERGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOnLogIn:
    """`code` says why it failed; `report` is for the client's screen, in the words of carts."""

    status: MergeStatus
    code: str | None = None
    report: Mapping[str, object] = field(default_factory=dict)
