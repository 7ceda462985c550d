"""The embedded Valkey as a child: doorbell and cache, on the loopback only, with a password."""

import os
from pathlib import Path

from adapters.inbound.supervisor.binaries import valkey_binary
from adapters.inbound.supervisor.child import Child
from adapters.inbound.supervisor.kept_secrets import write_private
from adapters.inbound.supervisor.probes import valkey_answers


def valkey(folder: Path, port: int, password: str) -> Child:
    home = folder / "valkey"
    settings = home / "valkey.conf"

    async def prepare() -> None:
        # A file and not arguments, because everybody may read those in the list of processes.
        home.mkdir(exist_ok=True)
        write_private(settings, _settings(port, password))

    return Child(
        name="valkey",
        command=(str(valkey_binary()), str(settings)),
        environment=os.environ,
        prepare=prepare,
        is_ready=valkey_answers(port, password),
        starts_max=3,
        works_in=folder,
    )


def valkey_url(port: int, password: str, database: int) -> str:
    return f"redis://:{password}@127.0.0.1:{port}/{database}"


def _settings(port: int, password: str) -> str:
    return "\n".join(
        (
            "bind 127.0.0.1",
            f"port {port}",
            f"requirepass {password}",
            "dir ./valkey",
            "daemonize no",
            "appendonly yes",
            "appendfsync everysec",
            'save ""',
            # Evicted keys would be lost messages; a full memory is a refusal that we can answer.
            "maxmemory-policy noeviction",
            "",
        )
    )
