"""Tells the machine's lack of room from a picture that asks for too much."""


class MachineHasNoRoom(Exception):
    """No disk space for a temporary file: the same picture may be sent again later."""


class OutOfBounds(Exception):
    """The task needs more memory, or larger files, than its process may have."""
