"""The embedded PostgreSQL as a child: durable, on the loopback only, with passwords."""

import os
import signal
from pathlib import Path

from adapters.inbound.supervisor.binaries import postgres_binary
from adapters.inbound.supervisor.child import Child
from adapters.inbound.supervisor.postgres_cluster import NAME, create_cluster
from adapters.inbound.supervisor.probes import postgres_answers
from adapters.inbound.supervisor.unprivileged import user_for

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
}


def postgres(folder: Path, port: int, password: str) -> Child:
    cluster = folder / "postgres"
    user = user_for(cluster)

    async def prepare() -> None:
        if not cluster.exists():
            await create_cluster(cluster, password, user)

    options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    return Child(
        name="postgres",
        command=(
            *(str(postgres_binary("postgres")), "-D", str(cluster), "-p", str(port)),
            *options,
        ),
        environment={**os.environ, "PGDATA": str(cluster)},
        prepare=prepare,
        is_ready=postgres_answers(port, NAME),
        ready_within_s=120.0,  # recovery after a crash reads the whole log since the checkpoint
        starts_max=6,  # the server processes of a killed one may need a moment to be gone
        stop_signal=signal.SIGINT,  # its "fast shutdown": sessions are ended, nothing is lost
        stop_within_s=20.0,
        death_signal=signal.SIGQUIT,  # it takes its own children along, unlike with SIGKILL
        user=user,
        works_in=cluster,
    )


def postgres_url(port: int, password: str) -> str:
    return f"postgresql://{NAME}:{password}@127.0.0.1:{port}/{NAME}"
