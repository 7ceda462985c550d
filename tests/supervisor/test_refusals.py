"""What keeps a shop from starting is one sentence and exit code 1."""

import asyncio
import os
import socket
import sys
from pathlib import Path

import pytest

from adapters.inbound.supervisor.data_directory import DataDirectory
from adapters.inbound.supervisor.environment import settings_in
from adapters.inbound.supervisor.refusals import CannotStart


async def up(*options: str, **environment: str) -> str:
    """What it says on stderr; it must not start."""
    own = {name: value for name, value in os.environ.items() if name not in settings_in(os.environ)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "adapters.inbound.cli.main", "up", *options),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**own, **environment},
    )
    _, said = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    return said.decode()


async def test_a_busy_port_is_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taker:
        taker.bind(("127.0.0.1", 0))
        taker.listen()
        port = taker.getsockname()[1]
        said = await up("--data-dir", str(tmp_path), "--port", str(port))
    assert said == (
        f"passepartout up: Port {port} cannot be used (Address already in use): "
        "choose another with --port.\n"
    )


async def test_a_locked_data_directory_is_a_sentence(tmp_path: Path) -> None:
    with DataDirectory.at(tmp_path).locked():
        said = await up("--data-dir", str(tmp_path), "--port", "0")
    assert said == (
        f"passepartout up: Another passepartout is using {tmp_path} (pid {os.getpid()}).\n"
    )


async def test_a_setting_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    said = await up("--data-dir", str(tmp_path), "--port", "0", WORKER_THREADS="none")
    assert said.count("\n") == 1
    assert "worker_threads" in said.lower()


def test_a_data_directory_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match=r"cannot be written: Not a directory\."):
        DataDirectory.at(tmp_path / "file" / "data")


def test_the_lock_is_free_again_afterwards(tmp_path: Path) -> None:
    data = DataDirectory.at(tmp_path)
    for _ in range(2):
        with data.locked():
            assert (data.run / "lock").read_text() == f"{os.getpid()}\n"
