"""More than two hundred files that somebody might send to harm the shop, the same on every run."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.hostile_pictures.bombs import bombs
from tests.hostile_pictures.disguises import disguises
from tests.hostile_pictures.good import good_pictures
from tests.hostile_pictures.profiles import broken_profiles
from tests.hostile_pictures.tiff import hostile_tiffs

KEPT_PERCENT = (1, 3, 10, 25, 50, 75, 90, 99)
FLIPS = 9


@dataclass(frozen=True, slots=True)
class HostileFile:
    """`must_print` when there is nothing wrong with its pixels."""

    name: str
    data: bytes
    must_print: bool = False


def hostile_files() -> Iterator[HostileFile]:
    for name, data in broken_profiles().items():
        yield HostileFile(name, data, must_print=True)
    for made in (disguises(), bombs(), _named("tiff: ", hostile_tiffs())):
        for name, data in made.items():
            yield HostileFile(name, data)
    for name, data in good_pictures().items():
        for percent in KEPT_PERCENT:
            cut = data[: max(16, len(data) * percent // 100)]
            yield HostileFile(f"{percent} percent of a {name}", cut)
        for seed in range(FLIPS):
            yield HostileFile(f"a {name} with flipped bits, {seed}", _flipped(data, seed))


def _named(prefix: str, files: dict[str, bytes]) -> dict[str, bytes]:
    return {prefix + name: data for name, data in files.items()}


def _flipped(data: bytes, seed: int) -> bytes:
    """Some bits of it, and in every third case many."""
    dice = random.Random(seed)  # noqa: S311 - the same on every run.
    changed = bytearray(data)
    for _ in range(len(data) // 20 if seed % 3 == 2 else 1 + seed):
        # The first bytes say what it is; without them nobody would look at the rest.
        changed[dice.randrange(20, len(data))] ^= 1 << dice.randrange(8)
    return bytes(changed)
