"""What a frame looks like on a wall, for whoever draws it."""

from dataclasses import dataclass

from domain.catalog.frame import Frame
from domain.designs.parameters import Parameters

# The lab's classic frame: a flat moulding of this face, and a lip that holds the glass.
FACE_MM = 20.0
# The core of a mount is cut at 45 degrees; this much of it is seen.
BEVEL_MM = 2.4


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameLook:
    """Lengths in millimetres of the real thing; `mount_colour` (#rrggbb) is None without one.

    `material` is the catalogue's word, such as "natural"; which wood or paint that is, the one
    who draws knows.
    """

    material: str
    face_mm: float
    mount_colour: str | None
    bevel_mm: float


def look_of(frame: Frame, parameters: Parameters) -> FrameLook:
    return FrameLook(
        material=frame.frame_material,
        face_mm=FACE_MM,
        mount_colour=frame.mount_colours.get(parameters.mount_colour),
        bevel_mm=BEVEL_MM,
    )
