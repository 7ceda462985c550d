"""How well a design prints: by what its placement leaves of the picture."""

from domain.catalog.print_quality import PrintQuality
from domain.designs.design import Design
from domain.designs.drawing import draw
from domain.designs.wish import Offered
from domain.media.picture import Picture


def quality_of_design(design: Design, picture: Picture, offered: Offered) -> PrintQuality:
    """Raises TemplateUnknown or FrameUnknown when the shop has it no more."""
    return draw(design.parameters, picture, offered).quality
