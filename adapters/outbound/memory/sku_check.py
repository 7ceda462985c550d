"""A lab's range of goods in memory: everything is made and sent everywhere but what is named."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from application.shared.outcomes import OutsideTrouble
from domain.catalog.frame import Frame
from domain.catalog.product import SkuUnavailable


@dataclass(slots=True, kw_only=True)
class MemorySkuCheck:
    """`trouble`, when set, is raised instead of an answer."""

    not_made: set[str] = field(default_factory=set)
    not_sent_to: set[str] = field(default_factory=set)
    trouble: OutsideTrouble | None = None

    async def check(self, frames: Sequence[Frame], country: str) -> None:
        if self.trouble is not None:
            raise self.trouble
        for frame in frames:
            if frame.sku in self.not_made or country in self.not_sent_to:
                raise SkuUnavailable(facts={"sku": frame.sku, "country": country})
