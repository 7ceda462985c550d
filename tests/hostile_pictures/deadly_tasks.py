"""Tasks that harm the process which runs them, for a pool of processes to get over."""

import os
import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from adapters.outbound.imaging.room import MachineHasNoRoom
from adapters.outbound.imaging.task import Task as AnyTask
from adapters.outbound.imaging.task import TellProgress, table_of
from domain.media.refusals import PictureTruncated

HERE = "tests.hostile_pictures.deadly_tasks"


class Try(msgspec.Struct, frozen=True, kw_only=True):
    """Each attempt adds a line to `diary`; after `deaths` of them it goes well."""

    diary: str
    how: str = "live"
    deaths: int = 1_000


class Lived(msgspec.Struct, frozen=True, kw_only=True):
    pid: int
    memory_limit: int
    environment: tuple[str, ...]


def hold_breath() -> None:
    time.sleep(600)


def take_memory() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(50_000_000))


def write_endlessly() -> None:
    with Path("endless").open("wb") as file:
        while True:
            file.write(bytes(10_000_000))


def run_in_circles() -> None:
    while True:
        pass


def talk_nonsense() -> None:
    # Whichever of its files leads to the caller: a frame longer than any frame is.
    for number in range(3, 20):
        try:
            os.write(number, b"\xff\xff\xff\xff nonsense")
        except OSError:
            continue
    time.sleep(600)


def refuse() -> None:
    raise PictureTruncated("It ends early.", field="file", facts={"rows": 7})


def lack_room() -> None:
    raise MachineHasNoRoom("No room.")


HOW: dict[str, Callable[[], None]] = {
    "exits": lambda: os._exit(3),
    "crashes": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "takes memory": take_memory,
    "writes endlessly": write_endlessly,
    "never ends": hold_breath,
    "runs in circles": run_in_circles,
    "talks nonsense": talk_nonsense,
    "refuses": refuse,
    "lacks room": lack_room,
    "prints": lambda: print("a line between two frames", flush=True),  # noqa: T201
    "lives": lambda: None,
}


def attempt(asked: Try, tell: TellProgress) -> Lived:
    diary = Path(asked.diary)
    with diary.open("a") as file:
        file.write(f"{os.getpid()}\n")
    tell(10)
    if len(diary.read_text().splitlines()) <= asked.deaths:
        HOW[asked.how]()
    tell(100)
    return Lived(
        pid=os.getpid(),
        memory_limit=resource.getrlimit(resource.RLIMIT_DATA)[0],
        environment=tuple(os.environ),
    )


ATTEMPT = AnyTask(
    name="attempt",
    request=Try,
    reply=Lived,
    function=f"{HERE}:attempt",
    refusals=(PictureTruncated,),
)
TASKS = table_of(ATTEMPT)
