"""Become a program that dies with its supervisor and, if asked, no longer is root.

A script of its own, run in the child between fork and exec, so that nothing of ours runs in a
forked copy of the supervisor: `launch.py SUPERVISOR_PID DEATH_SIGNAL UID GID FOLDER -- PROGRAM …`.
"""

import ctypes
import os
import sys
from typing import NoReturn

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_SET_SECUREBITS = 28
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAPABILITY_VERSION_3 = 0x20080522
SECBIT_NO_SETUID_FIXUP = 4
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2


class CapabilityHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class CapabilityWord(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]


def refuse(sentence: str) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(1)


def refuse_to_go_there(where: str) -> NoReturn:
    refuse(
        f"User {os.geteuid()} may not use {where}. PostgreSQL refuses root, and this system does "
        "not let root pass on its right to go anywhere: move the clone and the data directory to "
        "where every user may go, or set DATABASE_URL."
    )


def drop_root(uid: int, gid: int, program: str, folder: str) -> None:
    """A clone may lie in a directory that only root may enter, such as root's own home, whose
    mode is not ours to change. Only then does the new user keep the right to pass through it."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    try:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
    except OSError as error:
        refuse(f"PostgreSQL refuses root, and root may not become user {uid}: {error.strerror}.")
    if os.access(program, os.R_OK | os.X_OK) and os.access(folder, os.W_OK | os.X_OK):
        keep_only(libc, ())
    else:
        keep_only(libc, (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH))


def keep_only(libc: ctypes.CDLL, capabilities: tuple[int, ...]) -> None:
    header = CapabilityHeader(CAPABILITY_VERSION_3, 0)
    words = (CapabilityWord * 2)()
    libc.capget(ctypes.byref(header), ctypes.byref(words))
    if capabilities:
        # Initdb asks access(2) for its own binaries, which looks away from capabilities unless
        # this is set; setting it takes one that setresuid has just put to sleep.
        words[0].effective = words[0].permitted
        libc.capset(ctypes.byref(header), ctypes.byref(words))
        if libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0) != 0:
            refuse_to_go_there("what lies in a directory closed to others")
    had = [number for number in capabilities if words[0].permitted & 1 << number]
    mask = sum(1 << number for number in had)
    words[0] = CapabilityWord(mask, mask, mask)
    words[1] = CapabilityWord(0, 0, 0)
    libc.capset(ctypes.byref(header), ctypes.byref(words))
    for number in had:
        libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0)


def tie_to(supervisor: int, death_signal: int) -> None:
    """Comes after every change of user, which makes the kernel forget the signal."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != supervisor:
            refuse("The supervisor ended before this program began.")


def main() -> None:
    supervisor, death_signal, uid, gid = map(int, sys.argv[1:5])
    folder, program = sys.argv[5], sys.argv[7:]
    if os.geteuid() == 0 != uid:
        drop_root(uid, gid, program[0], folder)
    tie_to(supervisor, death_signal)
    try:
        os.chdir(folder)
        os.execv(program[0], program)  # noqa: S606
    except PermissionError as error:
        refuse_to_go_there(error.filename or program[0])


if __name__ == "__main__":
    main()
