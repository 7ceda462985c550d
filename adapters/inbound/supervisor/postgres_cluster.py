"""A new PostgreSQL cluster with our user and database, there as a whole or not at all."""

import asyncio
import os
import shutil
import signal
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

from adapters.inbound.supervisor.binaries import postgres_binary
from adapters.inbound.supervisor.launched import launched
from adapters.inbound.supervisor.refusals import CannotStart
from adapters.inbound.supervisor.unprivileged import User

NAME = "passepartout"


async def create_cluster(cluster: Path, password: str, user: User | None) -> None:
    new = cluster.with_name(f"{cluster.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    password_file = new.with_suffix(".password")
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    if user is not None:
        os.chown(new, user.uid, user.gid)
        os.chown(password_file, user.uid, user.gid)
    try:
        await _run(_initdb(new, password_file), new, user)
    finally:
        password_file.unlink()
    single = (str(postgres_binary("postgres")), "--single", "-D", str(new), "postgres")
    await _run(single, new, user, stdin=f"CREATE DATABASE {NAME};\n")
    new.rename(cluster)


def _initdb(new: Path, password_file: Path) -> tuple[str, ...]:
    """The built-in locale sorts the same everywhere and needs none from the system."""
    return (
        *(str(postgres_binary("initdb")), "-D", str(new), "-U", NAME),
        *(f"--pwfile={password_file}", "--auth=scram-sha-256", "--encoding=UTF8"),
        *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    )


async def _run(command: tuple[str, ...], folder: Path, user: User | None, stdin: str = "") -> None:
    process = await asyncio.create_subprocess_exec(
        *launched(command, signal.SIGKILL, user, folder),
        stdin=PIPE,
        stdout=PIPE,
        stderr=STDOUT,
        start_new_session=True,
    )
    try:
        said, _ = await process.communicate(stdin.encode())
    finally:
        if process.returncode is None:
            process.kill()
    if process.returncode != 0:
        words = said.decode(errors="replace").strip() or "it said nothing"
        raise CannotStart(f"PostgreSQL cannot be set up: {words}")
