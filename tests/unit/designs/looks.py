"""Frames, placements and whole designs of any shape, for tests of where things lie."""

from uuid import UUID

from hypothesis import strategies as st

from domain.catalog.attributes import Attributes
from domain.catalog.frame import Frame
from domain.designs.box import UNIT, Box
from domain.designs.parameters import Orientation, Parameters
from domain.designs.placement import Placement
from domain.designs.template import Template

FULL = Template(id="full", title="Full", picture=UNIT)


def a_frame(
    area_px: tuple[int, int] = (2400, 3000), *, mount_mm: int = 0, material: str = "black"
) -> Frame:
    return Frame(
        frame_size="test",
        frame_style="mounted" if mount_mm else "classic",
        frame_material=material,
        size_name="Test",
        style_name="Test",
        sku="TEST",
        attributes=Attributes.of({}),
        print_area_px=area_px,
        prices={"GBP": 100},
        mount_mm=mount_mm,
        mount_colours={"snow": "#f7f5ef"} if mount_mm else {},
    )


def parameters(
    frame: Frame,
    placement: Placement | None = None,
    *,
    template: Template = FULL,
    orientation: Orientation = Orientation.PORTRAIT,
    paper: str = "#ffffff",
    texts: tuple[tuple[str, str], ...] = (),
) -> Parameters:
    return Parameters(
        template_id=template.id,
        picture_id=UUID(int=1),
        frame_size=frame.frame_size,
        frame_style=frame.frame_style,
        frame_material=frame.frame_material,
        orientation=orientation,
        placement=placement or Placement(),
        mount_colour=next(iter(frame.mount_colours), ""),
        paper=paper,
        texts=texts,
    )


def fractions(least: float = 0.0, most: float = 1.0) -> st.SearchStrategy[float]:
    return st.floats(least, most, allow_nan=False)


@st.composite
def boxes(draw: st.DrawFn, least: float) -> Box:
    width, height = draw(fractions(least)), draw(fractions(least))
    return Box(draw(fractions()) * (1 - width), draw(fractions()) * (1 - height), width, height)


@st.composite
def placements(draw: st.DrawFn, zoom_max: float = 20.0) -> Placement:
    right_angles = st.sampled_from([0.0, 90.0, 180.0, -90.0])
    return Placement(
        crop=draw(st.just(UNIT) | boxes(0.05)),
        zoom=draw(st.just(1.0) | fractions(1.0, zoom_max)),
        centre_x=draw(fractions()),
        centre_y=draw(fractions()),
        rotation_deg=draw(right_angles | st.floats(-180, 180, allow_nan=False)),
    )


sides_px = st.integers(200, 12_000)
frames = st.builds(a_frame, st.tuples(sides_px, sides_px), mount_mm=st.sampled_from([0, 3, 5, 8]))
templates = st.just(FULL) | boxes(0.2).map(
    lambda place: Template(id="part", title="Part", picture=place)
)
orientations = st.sampled_from(Orientation)
