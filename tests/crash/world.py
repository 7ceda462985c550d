"""The whole shop with a line between every process and everything it speaks to."""

import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy.engine import make_url

from adapters.inbound.supervisor import running_child
from adapters.inbound.supervisor.environment import settings_in
from adapters.inbound.supervisor.stack import Stack, running_stack
from tests.crash.boundaries import Watch
from tests.crash.http_line import http_line
from tests.crash.plain_line import PlainLine, plain_line
from tests.crash.post_office import PostOffice, post_office
from tests.crash.postgres_line import PostgresLine, postgres_line
from tests.running_shop import SHORT

GROUND = ("postgres", "valkey", "stripe", "prodigi", "migrate")
OURS = ("api", "worker", "relay")
# Fast enough to be over soon, slow enough for every state to be seen on a busy machine.
TIME_FACTOR = 20.0
# The lab fetches a picture ten times before it gives up. Its tries do not come closer together here
# than they would in life, or the API, which hands the pictures out, may be away at each of them.
DOWNLOAD_AGAIN_S = 5.0
CLOCKS = Path(__file__).parent / "clocks"


@dataclass(slots=True, kw_only=True)
class World:
    """`stacks` tells which of the three stacks a process runs in."""

    watch: Watch
    stacks: dict[str, Stack]
    database: PostgresLine
    valkey: PlainLine
    post: PostOffice
    clocks: Path
    """A file for each program whose clock is wrong, see clocks/sitecustomize.py."""

    @property
    def ground(self) -> Stack:
        return self.stacks["postgres"]

    @property
    def environment(self) -> dict[str, str]:
        """Past all lines, for those who look."""
        return self.ground.environment

    def send(self, name: str, which: signal.Signals) -> None:
        """To everything that the process has started as well; a dead one feels nothing."""
        pid = self.stacks[name].pid(name)
        if pid is None:
            return
        with suppress(ProcessLookupError):
            if which is signal.SIGKILL:
                # First, because a dead one cannot be told any more; ready() then waits for its
                # successor.
                self.stacks[name].kill(name)
            os.killpg(pid, which)

    def kill(self, name: str) -> None:
        self.send(name, signal.SIGKILL)

    def set_clock(self, name: str, ahead_s: float) -> None:
        """At once, as everybody who sets a clock does; 0 is the right time."""
        written = self.clocks / f"{name}.new"
        written.write_text(str(ahead_s))
        written.replace(self.clocks / name)

    async def tell(self, provider: str, method: str, what: str, wish: dict[str, float]) -> None:
        # It may just have been killed, and what is begun there has to be ended.
        await self.ready(provider)
        base = self.environment[f"{provider.upper()}_API_BASE"]
        async with httpx.AsyncClient(timeout=10, trust_env=False) as http:
            told = await http.request(method, f"{base}/_control/{what}", json=wish)
            told.raise_for_status()

    async def set_pace_of_lab(self, times_life: float) -> None:
        await self.tell("prodigi", "PUT", "time-factor", {"factor": times_life})

    async def ready(self, *names: str) -> None:
        for name in names:
            await self.stacks[name].ready(name)


@asynccontextmanager
async def running_world(folder: Path) -> AsyncIterator[World]:
    async with AsyncExitStack() as running:
        patch = running.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("PRODIGI_SIM_RATE_LIMIT", "0")
        patch.setenv("PRODIGI_SIM_DOWNLOAD_AGAIN_S", str(DOWNLOAD_AGAIN_S * TIME_FACTOR))
        patch.setenv("STRIPE_SIM_RETRY_FACTOR", "1")
        clocks = folder / "clocks"
        clocks.mkdir()
        patch.setenv("CRASH_CLOCKS", str(clocks))
        patch.setenv("PYTHONPATH", str(CLOCKS), prepend=os.pathsep)
        # They die here every other second, and are not to be spared for it.
        patch.setattr(running_child, "BACKOFF_LONGEST_S", running_child.BACKOFF_FIRST_S)
        stacks: dict[str, Stack] = {}
        watch = Watch(lambda name: world.kill(name))
        port = free_port()
        # One member of staff is there all the time, and nobody ends their log-in.
        base = {
            **SHORT,
            "ACCESS_TOKEN_LIFETIME_S": "86400",
            "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        }

        async def stack(named: str, only: tuple[str, ...], given: dict[str, str]) -> Stack:
            started = await running.enter_async_context(
                running_stack(
                    folder / named,
                    only=only,
                    environment=given,
                    time_factor=TIME_FACTOR,
                    port=port if "api" in only else 0,
                )
            )
            stacks.update(dict.fromkeys(only, started))
            return started

        ground = await stack("ground", GROUND, base)
        told = settings_in(ground.environment)
        database = await running.enter_async_context(postgres_line(told["DATABASE_URL"], watch))
        behind = urlsplit(told["BROKER_URL"])
        valkey = await running.enter_async_context(
            plain_line(behind.hostname or "", behind.port or 0)
        )
        post = await running.enter_async_context(post_office(watch))
        world = World(
            watch=watch,
            stacks=stacks,
            database=database,
            valkey=valkey,
            post=post,
            clocks=clocks,
        )
        given = {
            **told,
            "DATABASE_URL": database.database_url,
            "SMTP_URL": post.url,
            **{name: _by(told[name], valkey.port) for name in ("BROKER_URL", "CACHE_URL")},
        }
        for named, only in (("desk", ("api",)), ("back", ("worker", "relay"))):
            role = only[0]
            lines = {
                f"{provider.upper()}_API_BASE": await running.enter_async_context(
                    http_line(told[f"{provider.upper()}_API_BASE"], provider, role, watch)
                )
                for provider in ("stripe", "prodigi")
            }
            await stack(named, only, {**given, **lines})
        yield world


def _by(url: str, port: int) -> str:
    return make_url(url).set(port=port).render_as_string(hide_password=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
