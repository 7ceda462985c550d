"""How far the providers' lists were read, in memory."""

from adapters.outbound.memory.table import MemoryStore, Table
from domain.reconciliation.mark import Mark


class MemoryMarks:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[str, Mark] = store.table("reconcile_marks")

    async def get(self, name: str) -> Mark:
        return self._rows.get(name) or Mark(name=name)

    async def save(self, mark: Mark) -> None:
        self._rows.put(mark.name, mark)
