"""What a reconciler looked at, found and set going, in numbers for a person to read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """`found` is what we had not known; `repaired` what was set going because of it."""

    looked_at: int = 0
    found: int = 0
    repaired: int = 0
    cut_short: bool = False
