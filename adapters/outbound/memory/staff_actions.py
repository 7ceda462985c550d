"""What staff did by hand, in memory; there is no way to change or delete an entry."""

from collections.abc import Sequence

from adapters.outbound.memory.table import MemoryStore, Table
from domain.reconciliation.staff_action import StaffAction


class MemoryStaffActions:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._rows: Table[int, StaffAction] = store.table("staff_actions")

    async def add(self, action: StaffAction) -> None:
        self._rows.put(self._store.next_serial("staff_actions"), action)

    async def of(self, subject: str) -> Sequence[StaffAction]:
        return [action for action in self._rows if action.subject == subject]
