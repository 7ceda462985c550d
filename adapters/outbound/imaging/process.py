"""A process that decodes strangers' pictures: one task at a time, until its caller has gone."""

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import IO

import msgspec

from adapters.outbound.imaging import frames, vips
from adapters.outbound.imaging.confinement import (
    Confinement,
    allow_cpu,
    confine,
    end_with_parent,
)
from adapters.outbound.imaging.frames import Ask, Broken, Done, NoRoom, Progress, Ready, Refused
from adapters.outbound.imaging.room import MachineHasNoRoom
from adapters.outbound.imaging.task import AnyTask, Work
from domain.shared.refusals import DomainError

DETAIL_LENGTH_MAX = 500


def main(parent: int, table: str, limits: Confinement) -> None:
    end_with_parent(parent)
    asks, answers = _own_pipes()
    tasks: Mapping[str, AnyTask] = import_module(table).TASKS
    works = {name: (task, task.load()) for name, task in tasks.items()}
    vips.set_up(limits.vips_threads)
    confine(limits)
    _say(answers, Ready())
    while ask := frames.read_ask(asks):
        allow_cpu(ask.cpu_s)
        answer = _answer(*works[ask.task], ask, answers)
        _say(answers, answer)
        if isinstance(answer, Broken):
            break


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Whatever a library prints goes to the standard error stream, never between frames."""
    asks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return asks, answers


def _answer(task: AnyTask, work: Work, ask: Ask, answers: IO[bytes]) -> frames.Answer:
    try:
        request = msgspec.msgpack.decode(ask.request, type=task.request)
        reply = work(request, lambda percent: _say(answers, Progress(percent)))
        return Done(msgspec.Raw(frames.encode(reply)))
    except DomainError as refusal:
        return Refused(refusal.code, refusal.detail, refusal.field, refusal.facts)
    except MachineHasNoRoom as trouble:
        return NoRoom(str(trouble)[:DETAIL_LENGTH_MAX])
    except Exception as error:  # noqa: BLE001 - the caller is told, and tries a fresh process.
        return Broken(f"{type(error).__name__}: {error}"[:DETAIL_LENGTH_MAX])


def _say(answers: IO[bytes], message: msgspec.Struct) -> None:
    answers.write(frames.framed(message))
    answers.flush()


if __name__ == "__main__":
    main(
        int(sys.argv[1]),
        sys.argv[2],
        msgspec.json.decode(sys.argv[3], type=Confinement),
    )
