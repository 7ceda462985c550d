"""A buyer's picture, a design of it, and the render that it would be printed from."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from domain.designs.box import Box
from domain.designs.design import Design
from domain.designs.parameters import Orientation, Parameters
from domain.designs.placement import Placement
from domain.designs.plan import PlacedPicture, PlacedText, PrintPlan
from domain.designs.render import Render, RenderKind
from domain.designs.status import DesignStatus, RenderStatus
from domain.designs.template import Align
from domain.media.picture import Picture
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import a_picture

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


def parameters_of(picture_id: UUID, *, zoom: float = 1.0, text: str = "Zoë") -> Parameters:
    return Parameters(
        template_id="caption",
        picture_id=picture_id,
        frame_size="8x10",
        frame_style="classic",
        frame_material="black",
        orientation=Orientation.PORTRAIT,
        placement=Placement(crop=Box(0.7, 0.05, 0.3, 0.9), zoom=zoom, rotation_deg=-1.5),
        mount_colour="",
        paper="#ffffff",
        texts=(("caption", text),) if text else (),
    )


def design_of(picture: Picture, *, at: datetime = NOON, zoom: float = 1.0) -> Design:
    return Design(
        id=uuid4(),
        owner_id=picture.owner_id,
        status=DesignStatus.DRAFT,
        revision=1,
        parameters=parameters_of(picture.id, zoom=zoom),
        created_at=at,
        updated_at=at,
    )


def render_of(design: Design, *, kind: RenderKind = RenderKind.FINAL) -> Render:
    return Render(
        id=uuid4(),
        owner_id=design.owner_id,
        kind=kind,
        fingerprint=design.parameters.sha256,
        design_id=design.id,
        revision=design.revision,
        picture_id=design.parameters.picture_id,
        parameters=design.parameters,
        status=RenderStatus.QUEUED,
        attempt=0,
        attempts_max=3,
        plan=plan_of(design) if kind is RenderKind.FINAL else None,
        created_at=design.updated_at,
    )


def plan_of(design: Design) -> PrintPlan:
    """A portrait of eight by ten inches, with the words of the parameters in a corner."""
    sheet = Box(0.0, 0.0, 2400.0, 3000.0)
    return PrintPlan(
        width_px=2400,
        height_px=3000,
        dpi=300,
        paper=design.parameters.paper,
        window=sheet,
        picture=PlacedPicture(
            box=sheet,
            picture_px=(4000, 5000),
            centre=(2000.1, 2500.0),
            scale=0.6 * design.parameters.placement.zoom,
            rotation_deg=design.parameters.placement.rotation_deg,
        ),
        texts=tuple(
            PlacedText(
                text=text,
                box=Box(100.0, 2700.0, 2200.0, 1 / 3),
                font="serif",
                colour="#101010",
                align=Align.CENTRE,
            )
            for _, text in design.parameters.texts
        ),
    )


async def a_design(persistence: Persistence, *, zoom: float = 1.0) -> Design:
    picture = a_picture(uuid4())
    design = design_of(picture, zoom=zoom)
    async with persistence.begin() as work:
        await work.pictures.add(picture)
        await work.designs.add(design)
        await work.commit()
    return design
