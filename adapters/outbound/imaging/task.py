"""One kind of work for an imaging process: what it is asked, what it answers, and who does it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Generic, Protocol, TypeVar, cast

import msgspec

from adapters.outbound.imaging.workspace import Workspace
from domain.shared.refusals import DomainError

Request = TypeVar("Request", bound=msgspec.Struct)
Reply = TypeVar("Reply", bound=msgspec.Struct)

# Called in the process with 0 to 100; it reaches the caller as `OnProgress`.
TellProgress = Callable[[int], None]
OnProgress = Callable[[int], Awaitable[None]]
Work = Callable[[Any, TellProgress], msgspec.Struct]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Generic[Request, Reply]):
    """`function` is `module:name`, so that only the process imports what decodes pictures.

    Large bytes go by path: the caller names the files to read and to write in the request. Of
    what the function raises, only the `refusals` reach the caller as they are.
    """

    name: str
    request: type[Request]
    reply: type[Reply]
    function: str
    refusals: tuple[type[DomainError], ...] = ()

    def load(self) -> Work:
        module, _, name = self.function.partition(":")
        return cast(Work, getattr(import_module(module), name))


class Imaging(Protocol):
    """Whatever runs tasks; `workspace` is where their files belong."""

    @property
    def workspace(self) -> Workspace: ...

    async def run(
        self,
        task: Task[Request, Reply],
        request: Request,
        *,
        deadline_s: float,
        wait_s: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> Reply:
        """Each attempt has `deadline_s`; after one that ended its process another is made.

        `wait_s` is how long to wait for a free process, if not as long as is usual. What
        `on_progress` raises is raised as it is, and the time it takes is no part of the deadline.

        Raises the task's refusals, PictureUndecodable when every attempt ended its process,
        PictureDecodingBusy when none was free for too long, or Unavailable.
        """
        ...


AnyTask = Task[Any, Any]


def table_of(*tasks: AnyTask) -> dict[str, AnyTask]:
    return {task.name: task for task in tasks}
