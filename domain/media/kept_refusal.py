"""A refusal that is told again to whoever asks later."""

from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Self

from domain.shared.refusals import Invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRefusal:
    code: str
    detail: str = ""
    field: str | None = None
    facts: dict[str, object] = attribute(default_factory=dict)

    @classmethod
    def of(cls, refused: Invalid) -> Self:
        return cls(
            code=refused.code,
            detail=refused.detail,
            field=refused.field,
            facts=dict(refused.facts),
        )

    def again(self) -> Invalid:
        """The same refusal; one that this version of the shop no longer knows is plain invalid."""
        kinds = {kind.code: kind for kind in Invalid.__subclasses__()}
        kind = kinds.get(self.code, Invalid)
        return kind(self.detail, field=self.field, facts=dict(self.facts))
