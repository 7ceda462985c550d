"""A design together with how well it would print."""

from dataclasses import dataclass

from domain.catalog.catalogue import FrameUnknown
from domain.catalog.print_quality import PrintQuality
from domain.designs.design import Design
from domain.designs.drawing import draw
from domain.designs.refusals import TemplateUnknown
from domain.designs.wish import Offered
from domain.media.picture import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDesign:
    """`quality` is None when the picture was deleted, or the shop has the frame no more."""

    design: Design
    quality: PrintQuality | None


def shown(design: Design, picture: Picture | None, offered: Offered) -> ShownDesign:
    if picture is None or picture.owner_id != design.owner_id:
        return ShownDesign(design=design, quality=None)
    try:
        quality = draw(design.parameters, picture, offered).quality
    except (TemplateUnknown, FrameUnknown):
        return ShownDesign(design=design, quality=None)
    return ShownDesign(design=design, quality=quality)
