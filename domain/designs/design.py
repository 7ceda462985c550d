"""A design: a picture in a template, changed revision by revision until it is final."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from domain.designs.parameters import Parameters
from domain.designs.refusals import DesignFrozen, DesignNotFinal
from domain.designs.status import DesignStatus, check_move


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """`revision` counts from 1, and `parameters` are those of that revision.

    A revision that was written down never changes. `render_id` is set when the design is
    finalized, and from then on neither the revision nor the render it points to can be another.
    """

    id: UUID
    owner_id: UUID
    status: DesignStatus
    revision: int
    parameters: Parameters
    created_at: datetime
    updated_at: datetime
    original_design_id: UUID | None = None
    render_id: UUID | None = None

    @property
    def is_final(self) -> bool:
        return self.render_id is not None

    @property
    def print_file(self) -> UUID:
        """The render that is printed. Raises DesignNotFinal."""
        if self.render_id is None:
            raise DesignNotFinal(field="designId")
        return self.render_id

    def changed(self, parameters: Parameters, *, at: datetime) -> Self:
        """The next revision, or the same design if nothing looks different.

        Raises DesignFrozen.
        """
        if self.is_final:
            raise DesignFrozen
        if parameters == self.parameters:
            return self
        return replace(self, revision=self.revision + 1, parameters=parameters, updated_at=at)

    def finalized(self, render_id: UUID, status: DesignStatus, *, at: datetime) -> Self:
        """Raises DesignFrozen, or DesignCannotMove."""
        if self.is_final:
            raise DesignFrozen
        return replace(self.moved_to(status, at=at), render_id=render_id)

    def moved_to(self, status: DesignStatus, *, at: datetime) -> Self:
        """Raises DesignCannotMove."""
        check_move(self.status, status)
        return replace(self, status=status, updated_at=at)

    def copied(self, *, design_id: UUID, parameters: Parameters, at: datetime) -> Self:
        """A draft that looks like that, and remembers which design it comes from in the end."""
        return replace(
            self,
            id=design_id,
            status=DesignStatus.DRAFT,
            revision=1,
            parameters=parameters,
            created_at=at,
            updated_at=at,
            original_design_id=self.original_design_id or self.id,
            render_id=None,
        )
