"""Work on strangers' pictures, done in processes of its own, so that no picture harms the shop."""

from collections.abc import Iterable

import msgspec
import structlog

from adapters.outbound.imaging.child import ProcessDied, ProcessKilled
from adapters.outbound.imaging.frames import Answer, Broken, Done, NoRoom, Refused
from adapters.outbound.imaging.pool import ProcessPool, ProcessRules
from adapters.outbound.imaging.task import OnProgress, Reply, Request, Task
from adapters.outbound.imaging.workspace import Workspace
from application.shared.outcomes import Unavailable
from domain.media.refusals import PictureUndecodable
from domain.shared.refusals import DomainError

log = structlog.get_logger("imaging")

TABLE = "adapters.outbound.imaging.task_table"


class ImagingProcesses:
    """Runs the tasks of a table (a module with `TASKS`) on one event loop.

    A task's files belong into a folder of `workspace`, which only this user can read.
    """

    def __init__(self, rules: ProcessRules, *, table: str = TABLE) -> None:
        self.workspace = Workspace()
        self._pool = ProcessPool(rules, table, self.workspace)
        self._attempts_max = rules.attempts_max
        # By this the processes' last resort against endless work follows the deadline.
        self._processors = max(1, rules.confinement.vips_threads)

    async def run(
        self,
        task: Task[Request, Reply],
        request: Request,
        *,
        deadline_s: float,
        wait_s: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> Reply:
        killed: ProcessKilled | None = None
        for attempt in range(1, self._attempts_max + 1):
            try:
                async with self._pool.lend(wait_s) as child:
                    answer = await child.ask(
                        task,
                        request,
                        deadline_s=deadline_s,
                        cpu_s=deadline_s * self._processors,
                        on_progress=on_progress,
                    )
                    if isinstance(answer, Broken):
                        raise ProcessDied(answer.detail)
                return _reply(task, answer)
            except ProcessDied as death:
                log.warning("process died", task=task.name, attempt=attempt, reason=str(death))
                killed = death if isinstance(death, ProcessKilled) else killed
        if killed is not None:
            # Too few of these deaths are the picture's to blame it for them.
            raise Unavailable("imaging", str(killed)) from killed
        raise PictureUndecodable("The picture cannot be read.", field="file")

    async def aclose(self) -> None:
        await self._pool.aclose()
        await self.workspace.aclose()


def _reply(task: Task[Request, Reply], answer: Answer) -> Reply:
    match answer:
        case Done(reply=reply):
            try:
                return msgspec.msgpack.decode(reply, type=task.reply)
            except msgspec.MsgspecError as error:
                raise ProcessDied("Its reply makes no sense.") from error
        case Refused():
            raise _refusal(task.refusals, answer)
        case NoRoom(detail=detail):
            raise Unavailable("imaging", detail)
    raise ProcessDied("It answered something else than it was asked.")


def _refusal(known: Iterable[type[DomainError]], told: Refused) -> Exception:
    for refusal in known:
        if refusal.code == told.code:
            return refusal(told.detail, field=told.field, facts=told.facts)
    return ProcessDied(f"It refused by a code that the task does not have: {told.code[:50]}")
