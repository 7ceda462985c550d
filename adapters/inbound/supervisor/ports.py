"""The embedded parts' ports: chosen once, kept, and chosen again only when somebody took one."""

import json
import random
import socket
from collections.abc import Iterable
from pathlib import Path

from adapters.inbound.supervisor.refusals import CannotStart

# Below the range that systems hand to outgoing connections, so that none of those is in the way.
PORTS = range(20_000, 32_000)
TRIES = 200


def is_free(port: int) -> bool:
    return not why_not_listen("127.0.0.1", port)


def why_not_listen(host: str, port: int) -> str:
    """The system's reason why nobody can listen there now, empty when somebody can."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        return getattr(error, "strerror", None) or str(error)
    return ""


def kept_ports(file: Path, names: Iterable[str]) -> dict[str, int]:
    kept: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
    for name in names:
        if name not in kept or not is_free(kept[name]):
            kept[name] = _free_port(taken=set(kept.values()))
    file.write_text(json.dumps(kept, indent=2) + "\n")
    return kept


def _free_port(taken: set[int]) -> int:
    for _ in range(TRIES):
        port = random.choice(PORTS)  # noqa: S311 - no secret
        if port not in taken and is_free(port):
            return port
    raise CannotStart("No free port was found on 127.0.0.1.")
