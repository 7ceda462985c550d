"""One world, one crowd and one seed for the whole run."""

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from random import Random

import pytest

from adapters.inbound.demo.picture import painted_picture
from tests.crash.shopper import Shopping, shopping_in
from tests.crash.tally import Tally, say
from tests.crash.world import running_world


@pytest.fixture(scope="session")
def seed() -> int:
    """CRASH_SEED repeats the choices of an earlier run; the timing is the machine's."""
    seed = int(os.environ.get("CRASH_SEED") or secrets.randbelow(10**9))
    say(f"CRASH_SEED={seed}")
    return seed


@pytest.fixture(scope="session")
def tally(seed: int) -> Iterator[Tally]:
    tally = Tally(seed)
    yield tally
    say(f"\n{tally}")


@pytest.fixture(scope="session")
def random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - a seed is there to be known


@pytest.fixture(scope="session")
async def shopping(
    tmp_path_factory: pytest.TempPathFactory, tally: Tally
) -> AsyncIterator[Shopping]:
    folder: Path = tmp_path_factory.mktemp("crash")
    async with (
        running_world(folder) as world,
        shopping_in(world, painted_picture(1000, 800)) as shopping,
    ):
        yield shopping
