"""The directory a shop keeps everything in; one supervisor uses it at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.inbound.supervisor.refusals import CannotStart

LOG_BYTES_MAX = 10_000_000


@dataclass(frozen=True, slots=True)
class DataDirectory:
    path: Path

    @classmethod
    def at(cls, path: Path) -> "DataDirectory":
        """Creates it; raises CannotStart when that is not possible."""
        directory = cls(path.absolute())
        try:
            for folder in (directory.path, directory.run, directory.log):
                folder.mkdir(parents=True, exist_ok=True)
            (directory.run / "lock").touch()
        except OSError as error:
            raise CannotStart(
                f"The data directory {directory.path} cannot be written: {error.strerror}."
            ) from error
        return directory

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def log(self) -> Path:
        return self.path / "log"

    def pid_file(self, name: str) -> Path:
        return self.run / f"{name}.pid"

    def log_file(self, name: str) -> Path:
        return self.log / f"{name}.log"

    def rotate_logs(self) -> None:
        for log in self.log.glob("*.log"):
            if log.stat().st_size > LOG_BYTES_MAX:
                log.replace(log.with_suffix(".log.1"))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The kernel lets go of the lock when the process ends in whatever way."""
        with (self.run / "lock").open("r+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CannotStart(
                    f"Another passepartout is using {self.path} (pid {lock.read().strip()})."
                ) from error
            lock.truncate()
            lock.write(f"{os.getpid()}\n")
            lock.flush()
            yield
