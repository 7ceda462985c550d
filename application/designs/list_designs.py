"""List the owner's designs, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.designs.ports import BeginDesignWork
from application.designs.shown_design import ShownDesign, shown
from domain.designs.wish import Offered
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDesigns:
    items: Sequence[ShownDesign]
    page: int
    limit: int
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDesigns:
    begin: BeginDesignWork
    offered: Offered

    async def __call__(self, owner: Owner, *, page: int, limit: int) -> ShownDesigns:
        async with self.begin(reading=True) as work:
            found = await work.designs.page(owner.id, page=page, limit=limit)
            wanted = {design.parameters.picture_id for design in found.items}
            pictures = {each.id: each for each in await work.pictures.find_many(list(wanted))}
        return ShownDesigns(
            items=[
                shown(design, pictures.get(design.parameters.picture_id), self.offered)
                for design in found.items
            ],
            page=page,
            limit=limit,
            has_more=found.has_more,
        )
