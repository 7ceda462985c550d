"""A whole shop, or some parts of it, running for as long as a block of code."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.inbound.supervisor import shop, simulators
from adapters.inbound.supervisor.child import Child
from adapters.inbound.supervisor.children import Children
from adapters.inbound.supervisor.data_directory import DataDirectory
from adapters.inbound.supervisor.environment import NAMES, embedded_parts, shop_environment
from adapters.inbound.supervisor.journal import Say, to_file, told_to
from adapters.inbound.supervisor.kept_secrets import kept_secrets
from adapters.inbound.supervisor.leftovers import MARK, end_leftovers
from adapters.inbound.supervisor.notice import Notice
from adapters.inbound.supervisor.ports import kept_ports, why_not_listen
from adapters.inbound.supervisor.postgres import postgres
from adapters.inbound.supervisor.refusals import CannotStart
from adapters.inbound.supervisor.valkey import valkey
from adapters.settings import Settings, SettingsAreInvalid

PROGRAMS = frozenset({"migrate", "relay", "worker", "api"})


class Stack(Children):
    """`environment` holds the settings of what runs, for Settings.from_environment."""

    def __init__(
        self, children: list[Child], data: DataDirectory, say: Say, environment: dict[str, str]
    ) -> None:
        super().__init__(children, data, say)
        self.environment = environment
        self.data = data


@asynccontextmanager
async def running_stack(
    data_dir: Path,
    *,
    port: int = 0,
    only: Collection[str] | None = None,
    environment: Mapping[str, str] | None = None,
    time_factor: float = 30.0,
    say: Say | None = None,
) -> AsyncIterator[Stack]:
    """Port 0 takes a free one and keeps it. `only` names the children to start, all by default.
    Settings come from `environment` alone, not from os.environ. Raises CannotStart.
    """
    data = DataDirectory.at(data_dir)
    with data.locked():
        data.rotate_logs()
        await asyncio.to_thread(end_leftovers, data)
        stack = _stack(data, port, only, environment or {}, time_factor, say)
        notice = Notice(data, stack.environment)
        try:
            await stack.start()
            notice.put_up(stack.pids)
            yield stack
        finally:
            notice.take_down()
            await asyncio.shield(stack.stop())


def _stack(
    data: DataDirectory,
    port: int,
    only: Collection[str] | None,
    given: Mapping[str, str],
    time_factor: float,
    say: Say | None,
) -> Stack:
    wanted = (embedded_parts(given) | PROGRAMS) & frozenset(
        only or PROGRAMS | embedded_parts(given)
    )
    if port and (trouble := why_not_listen("127.0.0.1", port)):
        raise CannotStart(f"Port {port} cannot be used ({trouble}): choose another with --port.")
    parts = wanted - PROGRAMS
    ports = kept_ports(data.run / "ports.json", sorted(parts) + ([] if port else ["api"]))
    ports |= {"api": port} if port else {}
    secrets = kept_secrets(data.path / "secrets.json")
    settings = shop_environment(given, parts, data.path, ports, secrets, time_factor)
    try:
        Settings.from_environment(settings)
    except SettingsAreInvalid as error:
        raise CannotStart(str(error)) from error
    ours = {name: value for name, value in os.environ.items() if name not in NAMES}
    whole = {**ours, "PYTHONUNBUFFERED": "1", **settings, MARK: str(data.path)}
    builders: dict[str, Callable[[], Child]] = {
        "postgres": lambda: postgres(data.path, ports["postgres"], secrets["database_password"]),
        "valkey": lambda: valkey(data.path, ports["valkey"], secrets["valkey_password"]),
        "stripe": lambda: simulators.stripe(data.path, ports["stripe"], whole),
        "prodigi": lambda: simulators.prodigi(data.path, ports["prodigi"], whole, time_factor),
        "migrate": lambda: shop.migrate(whole),
        "relay": lambda: shop.relay(whole),
        "worker": lambda: shop.worker(whole),
        "api": lambda: shop.api(whole, ports["api"], alone=not {"worker", "relay"} <= wanted),
    }
    children = [build() for name, build in builders.items() if name in wanted]
    return Stack(children, data, told_to(to_file(data.log / "up.log"), say), settings)
