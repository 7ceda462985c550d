"""A design as buyers make most: their picture over all of a print that stands."""

from uuid import UUID

from adapters.outbound.imaging.templates_file import read_templates
from domain.catalog.frame import Frame
from domain.designs.look import FrameLook, look_of
from domain.designs.parameters import Orientation, Parameters
from domain.designs.placement import Placement
from domain.designs.plan import PrintPlan, plan_print


def full_look(frame: Frame, picture_px: tuple[int, int]) -> tuple[PrintPlan, FrameLook]:
    parameters = Parameters(
        template_id="full-bleed",
        picture_id=UUID(int=1),
        frame_size=frame.frame_size,
        frame_style=frame.frame_style,
        frame_material=frame.frame_material,
        orientation=Orientation.PORTRAIT,
        placement=Placement(),
        mount_colour=next(iter(frame.mount_colours), ""),
        paper="#ffffff",
        texts=(),
    )
    template = read_templates().template(parameters.template_id)
    return plan_print(parameters, template, frame, picture_px), look_of(frame, parameters)
