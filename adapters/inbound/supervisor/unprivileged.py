"""Whom PostgreSQL runs as when we are root, because it refuses to be root."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from adapters.inbound.supervisor.refusals import CannotStart


@dataclass(frozen=True, slots=True)
class User:
    uid: int
    gid: int


def user_for(cluster: Path) -> User | None:
    """The owner of an existing cluster, else `nobody`; None when we are not root anyway."""
    if os.geteuid() != 0:
        return None
    if cluster.exists() and (owner := cluster.stat()).st_uid != 0:
        return User(owner.st_uid, owner.st_gid)
    return _nobody()


def _nobody() -> User:
    """Initdb looks its user up by number, so only one that the system lists will do."""
    known = [entry for entry in pwd.getpwall() if entry.pw_uid != 0]
    known.sort(key=lambda entry: entry.pw_name != "nobody")
    if not known:
        raise CannotStart(
            "PostgreSQL refuses to run as root, and this system lists no other user: "
            "add one to /etc/passwd or set DATABASE_URL."
        )
    return User(known[0].pw_uid, known[0].pw_gid)
