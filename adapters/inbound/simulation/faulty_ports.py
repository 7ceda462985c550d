"""Ports as the simulated processes see them: before and after every call something may go wrong."""

import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from adapters.inbound.simulation.faults import DATABASE, Faults
from adapters.inbound.simulation.watch import Watch

Method = Callable[..., Any]


class FaultyPort:
    """Any port behind `guard`; what is not a coroutine is passed through as it is."""

    def __init__(self, port: object, guard: Callable[[Method], Method]) -> None:
        self._port = port
        self._guard = guard

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if inspect.iscoroutinefunction(found):
            found = self._guard(found)
        # The next time it is found without asking here.
        self.__dict__[name] = found
        return found


class FaultyCall:
    """A port that is one call."""

    def __init__(self, port: Method, guard: Callable[[Method], Method]) -> None:
        self._call = guard(port)

    async def __call__(self, *given: Any, **named: Any) -> Any:
        return await self._call(*given, **named)


def over_the_network(provider: str, faults: Faults) -> Callable[[Method], Method]:
    """Each call is an effect of its own, whose answer can be lost."""

    def guard(method: Method) -> Method:
        async def call(*given: Any, **named: Any) -> Any:
            await faults.arrive(provider)
            faults.before_effect(provider)
            answer = await method(*given, **named)
            faults.after_effect(provider)
            return answer

        return call

    return guard


class FaultyWork:
    """A unit of work whose every statement may be the last."""

    def __init__(self, work: Any, faults: Faults, watch: Watch) -> None:
        self._work, self._faults, self._watch = work, faults, watch

    def __getattr__(self, name: str) -> Any:
        collection = FaultyPort(getattr(self._work, name), self._statements)
        if name == "jobs":
            collection.__dict__["finish"] = self._finish
        self.__dict__[name] = collection
        return collection

    def _statements(self, method: Method) -> Method:
        async def call(*given: Any, **named: Any) -> Any:
            self._faults.statement()
            return await method(*given, **named)

        return call

    async def _finish(self, lease: Any) -> None:
        self._faults.statement()
        held = self._watch.is_held(lease)
        await self._work.jobs.finish(lease)
        self._watch.finished(lease, held=held)

    async def commit(self) -> None:
        self._faults.before_effect(DATABASE)
        await self._work.commit()
        self._watch.committed()
        self._faults.after_effect(DATABASE)


class FaultyBegin:
    """Opens works; the one of the store is behind the same faults for all of them."""

    def __init__(self, begin: Method, faults: Faults, watch: Watch) -> None:
        self._begin, self._faults, self._watch = begin, faults, watch
        self._last: tuple[object, FaultyWork] | None = None

    @asynccontextmanager
    async def __call__(self, *, reading: bool = False) -> AsyncIterator[FaultyWork]:
        await self._faults.arrive(DATABASE)
        async with self._begin(reading=reading) as work:
            if self._last is None or self._last[0] is not work:
                self._last = (work, FaultyWork(work, self._faults, self._watch))
            yield self._last[1]
