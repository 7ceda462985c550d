"""What became of each attention item, in memory, beside the items as they were noted."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from adapters.outbound.memory.table import MemoryStore, Table
from domain.operations.attention import Attention
from domain.reconciliation.attention_item import AttentionItem, Resolution
from domain.shared.erased import ERASED


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    id: int
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    resolution: Resolution | None = None
    note: str | None = None


class MemoryAttentionFates:
    """Under a digest of the item's key: erasing a person leaves just that of the key."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._noted: Table[str, Attention] = store.table("attention_items")
        self._fates: Table[str, Fate] = store.table("attention_fates")

    def __iter__(self) -> Iterator[AttentionItem]:
        for noted in self._noted:
            yield self._whole(noted)

    def find(self, dedupe_key: str) -> AttentionItem | None:
        noted = self._noted.get(dedupe_key)
        return None if noted is None else self._whole(noted)

    def put(self, item: Attention) -> None:
        """New, or open again."""
        self._noted.put(item.dedupe_key, item)
        self._fates.put(_digest(item.dedupe_key), Fate(id=self._fate(item).id))

    def close(self, item: AttentionItem) -> None:
        self._fates.put(
            _digest(item.dedupe_key),
            Fate(
                id=item.id,
                resolved_at=item.resolved_at,
                resolved_by=item.resolved_by,
                resolution=item.resolution,
                note=item.note,
            ),
        )

    def _whole(self, noted: Attention) -> AttentionItem:
        fate = self._fate(noted)
        return AttentionItem(
            id=fate.id,
            reason=noted.reason,
            dedupe_key=noted.dedupe_key,
            at=noted.at,
            order_id=noted.order_id,
            details=noted.details,
            resolved_at=fate.resolved_at,
            resolved_by=fate.resolved_by,
            resolution=fate.resolution,
            note=fate.note,
        )

    def _fate(self, noted: Attention) -> Fate:
        key = _digest(noted.dedupe_key)
        known = self._fates.get(key)
        if known is None:
            known = Fate(id=self._store.next_serial("attention_items"))
            self._fates.put(key, known)
        return known


def _digest(dedupe_key: str) -> str:
    mark, _, digest = dedupe_key.partition(":")
    if mark == ERASED:
        return digest
    return hashlib.md5(dedupe_key.encode(), usedforsecurity=False).hexdigest()
