"""Everything that decides how a design looks, in one canonical writing."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from domain.designs.box import Box
from domain.designs.placement import Placement


class Orientation(StrEnum):
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Checked against template and catalogue already; `texts` are (slot, text), sorted by slot.

    `mount_colour` is the name of an offered colour, or empty for a frame without a mount.
    `paper` is the colour of what the picture leaves free.
    """

    template_id: str
    picture_id: UUID
    frame_size: str
    frame_style: str
    frame_material: str
    orientation: Orientation
    placement: Placement
    mount_colour: str
    paper: str
    texts: tuple[tuple[str, str], ...]

    @property
    def written(self) -> dict[str, Any]:
        """As JSON can say it, to be kept."""
        return asdict(self) | {"picture_id": str(self.picture_id), "texts": dict(self.texts)}

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Self:
        """Of what was written down before."""
        placed = written["placement"]
        return cls(
            **{
                **written,
                "picture_id": UUID(written["picture_id"]),
                "orientation": Orientation(written["orientation"]),
                "placement": Placement(**{**placed, "crop": Box(**placed["crop"])}),
                "texts": tuple(sorted(written["texts"].items())),
            }
        )

    @property
    def canonical(self) -> str:
        """The same text for the same look: sorted names, no spaces, numbers already rounded."""
        return json.dumps(self.written, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def crc32(self) -> str:
        """Eight hex digits to tell two designs apart quickly; nothing is ever found by it alone."""
        return f"{zlib.crc32(self.canonical.encode()):08x}"

    @property
    def sha256(self) -> str:
        """Hex; what previews and renders are found by."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()
