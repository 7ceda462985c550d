"""What an imaging process takes from itself before it touches a stranger's bytes."""

import ctypes
import os
import resource
import signal
import sys

import msgspec

# linux/prctl.h
PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
MEGABYTE = 1_000_000


class Confinement(msgspec.Struct, frozen=True, kw_only=True):
    """`vips_threads` is how many processors one task may use."""

    memory_mb: int = 1280
    file_mb: int = 2048
    files_open: int = 128
    vips_threads: int = 1


def confine(limits: Confinement) -> None:
    # Memory that the process itself asks for; its program code and mapped files are not counted.
    _limit(resource.RLIMIT_DATA, limits.memory_mb * MEGABYTE)
    _limit(resource.RLIMIT_FSIZE, limits.file_mb * MEGABYTE)
    _limit(resource.RLIMIT_NOFILE, limits.files_open)
    # A core file would hold a buyer's picture.
    _limit(resource.RLIMIT_CORE, 0)


def allow_cpu(seconds: int) -> None:
    """From now on: a last resort, should nobody be there to end a task that does not."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    wanted = spent + seconds + 1
    # Below the hard one, at which the kernel sends SIGKILL: that would count as somebody's doing.
    soft = wanted if hard == resource.RLIM_INFINITY else max(0, min(wanted, hard - 1))
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def end_with_parent(parent: int) -> None:
    """Killed when the caller dies in the middle of a task; between tasks its pipe ends."""
    if sys.platform != "linux":
        return
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    for option, value in ((PR_SET_PDEATHSIG, signal.SIGKILL), (PR_SET_NO_NEW_PRIVS, 1)):
        if prctl(option, int(value), 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), f"prctl {option}")
    if os.getppid() != parent:
        # It was gone before it could be watched.
        sys.exit(0)


def _limit(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (value, value))
