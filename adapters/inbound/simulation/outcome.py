"""What came of one world."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`trail` is equal for two runs of a seed if, and only if, they went the same way."""

    seed: int
    orders: int
    paid: int
    faults: int
    steps: int
    trail: float
    violations: tuple[str, ...]
