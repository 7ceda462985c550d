"""How much of designing one owner may do."""

from dataclasses import dataclass

from domain.designs.design import Design
from domain.designs.refusals import TooManyDesigns, TooManyRevisions


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignLimits:
    designs_max: int
    revisions_max: int

    def check_another(self, kept: int) -> None:
        """Raises TooManyDesigns."""
        if kept >= self.designs_max:
            raise TooManyDesigns(
                "Delete a draft, or order what is final, to make room.",
                facts={"designsMax": self.designs_max},
            )

    def check_revision(self, design: Design) -> None:
        """Raises TooManyRevisions."""
        if design.revision > self.revisions_max:
            raise TooManyRevisions(
                "Copy the design, and go on with the copy.",
                facts={"revisionsMax": self.revisions_max},
            )
