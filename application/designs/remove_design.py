"""Throw a draft away."""

from dataclasses import dataclass
from uuid import UUID

from application.designs.ports import BeginDesignWork
from domain.designs.refusals import DesignFrozen
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveDesign:
    """Raises DesignNotFound, or DesignFrozen: what was finalized may have been ordered."""

    begin: BeginDesignWork

    async def __call__(self, owner: Owner, design_id: UUID) -> None:
        async with self.begin() as work:
            design = await work.designs.hold(owner.id, design_id)
            if design.is_final:
                raise DesignFrozen("Only a draft can be deleted.")
            await work.designs.remove(design.id)
            await work.commit()
