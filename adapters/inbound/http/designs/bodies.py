"""What clients send about how a design shall look."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from adapters.inbound.http.answers import Body
from domain.designs.box import Box
from domain.designs.parameters import Orientation
from domain.designs.wish import LookWish, PlacementWish

Name = Annotated[str, Meta(max_length=100)]
Text = Annotated[str, Meta(max_length=2000)]


class CropBody(Body):
    """Of the upright picture, in fractions of its width and height."""

    left: float
    top: float
    width: float
    height: float


class PlacementBody(Body):
    """What is left out stays as it was.

    `zoom` 1 just covers the place. The point (`centreX`, `centreY`) of the cropped picture lies in
    the middle of its place. `rotation` is in degrees, clockwise.
    """

    crop: CropBody | None = None
    zoom: float | None = None
    centre_x: float | None = None
    centre_y: float | None = None
    rotation: float | None = None


class MountBody(Body):
    """The name of a colour that the frame's mount comes in."""

    colour: Name


class LookBody(Body):
    """What is left out stays as it was, or is what the shop usually does."""

    template_id: Name | None = None
    image_id: UUID | None = None
    frame_size: Name | None = None
    frame_style: Name | None = None
    frame_material: Name | None = None
    orientation: Orientation | None = None
    placement: PlacementBody | None = None
    mount: MountBody | None = None
    paper: Name | None = None
    texts: dict[Name, Text] = msgspec.field(default_factory=dict)

    def wish(self) -> LookWish:
        return LookWish(
            template_id=self.template_id,
            picture_id=self.image_id,
            frame_size=self.frame_size,
            frame_style=self.frame_style,
            frame_material=self.frame_material,
            orientation=self.orientation,
            placement=_placement(self.placement),
            mount_colour=None if self.mount is None else self.mount.colour,
            paper=self.paper,
            texts=self.texts,
        )


class NewDesignBody(LookBody):
    """`copyOf` names a design of one's own to begin with; else template, picture and frame."""

    copy_of: UUID | None = None


def _placement(body: PlacementBody | None) -> PlacementWish:
    if body is None:
        return PlacementWish()
    crop = body.crop
    return PlacementWish(
        crop=None if crop is None else Box(crop.left, crop.top, crop.width, crop.height),
        zoom=body.zoom,
        centre_x=body.centre_x,
        centre_y=body.centre_y,
        rotation_deg=body.rotation,
    )
