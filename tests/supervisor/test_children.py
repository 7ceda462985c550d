"""How children are started, kept running and stopped."""

import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from adapters.inbound.supervisor.child import Child
from adapters.inbound.supervisor.children import Children
from adapters.inbound.supervisor.data_directory import DataDirectory
from adapters.inbound.supervisor.refusals import CannotStart
from tests.supervisor.stubs import (
    DEAF,
    DOOMED,
    WITH_A_CHILD,
    eventually,
    is_alive,
    lines_of,
    stub,
    words_of,
)

Running = Callable[..., AbstractAsyncContextManager[Children]]


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def running(tmp_path: Path, said: list[str]) -> Running:
    @asynccontextmanager
    async def running(*children: Child) -> AsyncIterator[Children]:
        all_of_them = Children(children, DataDirectory.at(tmp_path / "data"), said.append)
        try:
            await all_of_them.start()
            yield all_of_them
        finally:
            await all_of_them.stop()

    return running


async def test_children_start_after_what_they_need_and_stop_in_reverse(
    running: Running, diary: Path
) -> None:
    database = stub("database", diary)
    worker = stub("worker", diary, after=frozenset({"database", "not started at all"}))
    api = stub("api", diary, after=frozenset({"worker"}))
    async with running(database, worker, api):
        assert lines_of(diary) == ["database started", "worker started", "api started"]
    assert lines_of(diary)[3:] == ["api stopped", "worker stopped", "database stopped"]


async def test_a_child_that_died_is_started_again_and_that_is_said(
    running: Running, diary: Path, said: list[str]
) -> None:
    async with running(stub("worker", diary)) as children:
        before = children.kill("worker")
        await eventually(lambda: words_of("worker", diary) == ["started", "started"])
        assert children.pid("worker") not in {None, before}
    assert said == [f"worker (pid {before}) was killed by SIGKILL; starting it again in 0.2 s."]


async def test_a_child_stopped_on_purpose_stays_away_until_it_is_started(
    running: Running, diary: Path
) -> None:
    async with running(stub("valkey", diary)) as children:
        await children.stop_one("valkey")
        assert children.pid("valkey") is None
        await children.start_one("valkey")
        assert children.pid("valkey") is not None


async def test_a_child_that_dies_just_as_it_is_stopped_is_stopped(
    running: Running, diary: Path
) -> None:
    async with running(stub("valkey", diary)) as children:
        for _ in range(10):
            children.kill("valkey")
            await children.stop_one("valkey")
            assert children.pid("valkey") is None
            await children.start_one("valkey")


async def test_a_child_that_will_not_start_is_a_sentence_with_its_last_words(
    running: Running, diary: Path
) -> None:
    with pytest.raises(CannotStart, match=r"api does not start: The cup is empty\."):
        async with running(stub("steady", diary), stub("api", diary, DOOMED)):
            pass
    assert lines_of(diary)[-1] == "steady stopped"


async def test_a_task_that_fails_is_a_sentence_and_is_not_repeated(
    running: Running, diary: Path, said: list[str]
) -> None:
    with pytest.raises(CannotStart, match=r"migrate failed: The cup is empty\."):
        async with running(stub("migrate", diary, DOOMED, runs_once=True)):
            pass
    assert said == []


async def test_a_child_that_does_not_stop_in_time_is_killed(
    running: Running, diary: Path, said: list[str]
) -> None:
    async with running(stub("api", diary, DEAF, stop_within_s=0.2)) as children:
        pid = children.pid("api")
    assert said == [f"api (pid {pid}) did not stop in time; killed."]


async def test_what_a_child_had_started_ends_with_it(running: Running, diary: Path) -> None:
    async with running(stub("api", diary, WITH_A_CHILD)) as children:
        grandchild = int(words_of("api", diary)[0])
        assert is_alive(grandchild)
        children.kill("api")
        await eventually(lambda: not is_alive(grandchild))


async def test_pid_files_name_those_that_run(running: Running, diary: Path, tmp_path: Path) -> None:
    file = tmp_path / "data" / "run" / "api.pid"
    async with running(stub("api", diary)) as children:
        assert file.read_text() == f"{children.pid('api')}\n"
        children.kill("api", signal.SIGTERM)
        await eventually(lambda: len(lines_of(diary)) > 2)
        await children.ready("api")
        assert file.read_text() == f"{children.pid('api')}\n"
    assert not file.exists()
