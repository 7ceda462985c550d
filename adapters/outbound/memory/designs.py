"""Designs in memory, and every revision of theirs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.pictures import MemoryPictures
from adapters.outbound.memory.table import MemoryStore, Table
from application.designs.ports import DesignPage
from domain.designs.design import Design
from domain.designs.parameters import Parameters
from domain.designs.refusals import DesignNotFound
from domain.designs.status import MOVES, DesignStatus
from domain.media.picture import Picture
from domain.orders.order import Order


class MemoryDesigns:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, Design] = store.table("designs")
        self._revisions: Table[tuple[UUID, int], Parameters] = store.table("design_revisions")
        self._orders: Table[UUID, Order] = store.table("orders")
        self._pictures = MemoryPictures(store)

    async def add(self, design: Design) -> None:
        await self.save(design)

    async def get(self, owner_id: UUID, design_id: UUID) -> Design:
        design = self._rows.get(design_id)
        if design is None or design.owner_id != owner_id:
            raise DesignNotFound
        return design

    async def add_many(self, designs: Sequence[Design]) -> None:
        for design in designs:
            await self.add(design)

    async def get_many(self, owner_id: UUID, design_ids: Sequence[UUID]) -> Sequence[Design]:
        wanted = set(design_ids)
        return [row for row in self._rows if row.owner_id == owner_id and row.id in wanted]

    async def hold(self, owner_id: UUID, design_id: UUID) -> Design:
        return await self.get(owner_id, design_id)

    async def with_picture(self, owner_id: UUID, design_id: UUID) -> tuple[Design, Picture | None]:
        design = await self.get(owner_id, design_id)
        shown = await self._pictures.get_many([design.parameters.picture_id])
        return design, next((each for each in shown if each.owner_id == owner_id), None)

    async def page(self, owner_id: UUID, *, page: int, limit: int) -> DesignPage:
        own = [design for design in self._rows if design.owner_id == owner_id]
        own.sort(key=lambda design: (design.created_at, design.id), reverse=True)
        first = (page - 1) * limit
        return DesignPage(
            items=own[first : first + limit],
            page=page,
            limit=limit,
            has_more=len(own) > first + limit,
        )

    async def count(self, owner_id: UUID) -> int:
        ordered = {line.design_id for order in self._orders for line in order.lines}
        own = [design for design in self._rows if design.owner_id == owner_id]
        return sum(design.id not in ordered for design in own)

    async def save(self, design: Design) -> None:
        place = (design.id, design.revision)
        written = self._revisions.get(place)
        if written is None:
            written = design.parameters
            self._revisions.put(place, written)
        self._rows.put(design.id, replace(design, parameters=written))

    async def remove(self, design_id: UUID) -> None:
        self._rows.remove(design_id)
        for place, _ in self._revisions.items():
            if place[0] == design_id:
                self._revisions.remove(place)

    async def follow(self, render_id: UUID, status: DesignStatus, at: datetime) -> None:
        for design in self._rows:
            if design.render_id == render_id and status in MOVES[design.status]:
                self._rows.put(design.id, design.moved_to(status, at=at))
