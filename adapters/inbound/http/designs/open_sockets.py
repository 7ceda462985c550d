"""How many sockets are open in this process: all in all, and of one owner."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from domain.shared.refusals import Conflict


class TooManySockets(Conflict):
    """The owner, or the shop, has as many sockets open as it may: ask `GET /api/jobs/{id}`."""

    code = "too_many_sockets"


class OpenSockets:
    def __init__(self, *, per_owner_max: int, at_once_max: int) -> None:
        self._per_owner_max = per_owner_max
        self._at_once_max = at_once_max
        self._of: Counter[UUID] = Counter()

    @contextmanager
    def one_more(self, owner_id: UUID) -> Iterator[None]:
        """Raises TooManySockets."""
        if self._of[owner_id] >= self._per_owner_max or self._of.total() >= self._at_once_max:
            raise TooManySockets
        self._of[owner_id] += 1
        try:
            yield
        finally:
            self._of[owner_id] -= 1
            if not self._of[owner_id]:
                del self._of[owner_id]
