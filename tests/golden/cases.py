"""The golden pictures. Where things must be was worked out on paper, not read off a render.

On a small print of 180 by 240 the chart, 960 by 640, is enlarged until its height fills the print:
a pixel of the print is 8/3 of the chart, and the print shows its middle half.
"""

from adapters.outbound.imaging.templates_file import read_templates
from domain.designs.box import Box
from domain.designs.parameters import Orientation
from domain.designs.placement import Placement
from tests.golden.case import Case, Drawn, Original, Probe
from tests.golden.chart import BLUE, YELLOW
from tests.unit.designs.looks import a_frame

TEMPLATES = read_templates()
A4 = (2480, 3508)
LANDSCAPE = Orientation.LANDSCAPE


def _corners(upper_left: str, upper_right: str, lower_left: str, lower_right: str) -> list[Probe]:
    return [
        Probe(0.1, 0.1, upper_left, f"the {upper_left} quadrant is at the upper left"),
        Probe(0.9, 0.1, upper_right, f"the {upper_right} quadrant is at the upper right"),
        Probe(0.1, 0.9, lower_left, f"the {lower_left} quadrant is at the lower left"),
        Probe(0.9, 0.9, lower_right, f"the {lower_right} quadrant is at the lower right"),
    ]


AS_SHOT = (
    *_corners("red", "green", "blue", "yellow"),
    Probe(0.5, 0.55, "black", "the shaft of the arrow is below its head"),
    Probe(0.5, 0.35, "white", "there is white above the head of the arrow"),
)


def _nothing_but(colour: str) -> tuple[Probe, ...]:
    return tuple(
        Probe(x, y, colour, f"the {colour} quadrant is all that is seen")
        for x in (0.05, 0.45, 0.95)
        for y in (0.05, 0.45, 0.95)
    )


def _pushed(name: str, x: float, y: float, colour: str) -> Case:
    return Case(
        name=f"print-{name}",
        words=f"At twice the size, moved as far as it goes: nothing but {colour}.",
        placement=Placement(zoom=2, centre_x=x, centre_y=y),
        probes=_nothing_but(colour),
    )


PRINTS = (
    Case(name="print-whole", words="The middle of the chart, upright.", probes=AS_SHOT),
    _pushed("upper-left", 0, 0, "red"),
    _pushed("upper-right", 1, 0, "green"),
    _pushed("lower-left", 0, 1, "blue"),
    _pushed("lower-right", 1, 1, "yellow"),
    Case(
        name="print-zoom",
        words="The face fills the print: two eyes above, the arrow between them.",
        placement=Placement(zoom=3),
        probes=(
            Probe(0.125, 0.289, "black", "the left eye is at the upper left"),
            Probe(0.875, 0.289, "black", "the right eye is at the upper right"),
            Probe(0.5, 0.55, "black", "the shaft is in the middle"),
            Probe(0.125, 0.88, "white", "there is no eye below"),
        ),
    ),
    Case(
        name="print-crop",
        words="The left half of the chart and nothing of the right one.",
        placement=Placement(crop=Box(0, 0, 0.5, 1)),
        probes=(
            *_corners("red", "red", "blue", "blue"),
            Probe(0.8, 0.5, "white", "half of the disc is at the right edge"),
        ),
    ),
    Case(
        name="print-quarter-turn",
        words="Turned clockwise by a quarter: the arrow points right.",
        placement=Placement(rotation_deg=90),
        probes=(
            *_corners("blue", "red", "yellow", "green"),
            Probe(0.44, 0.5, "black", "the shaft is left of the head"),
            Probe(0.65, 0.5, "white", "the arrow ends before this"),
        ),
    ),
    Case(
        name="print-half-turn",
        words="Upside down: the arrow points down.",
        placement=Placement(rotation_deg=180),
        probes=(
            *_corners("yellow", "blue", "green", "red"),
            Probe(0.5, 0.45, "black", "the shaft is above the head"),
            Probe(0.5, 0.65, "white", "the arrow ends before this"),
        ),
    ),
    Case(
        name="print-quarter-turn-back",
        words="Turned counter-clockwise by a quarter: the arrow points left.",
        placement=Placement(rotation_deg=-90),
        probes=(
            *_corners("green", "yellow", "red", "blue"),
            Probe(0.56, 0.5, "black", "the shaft is right of the head"),
            Probe(0.35, 0.5, "white", "the arrow ends before this"),
        ),
    ),
    Case(
        name="print-12-degrees",
        words="Leaning to the right by an eighth of a right angle: 12.5 degrees clockwise.",
        placement=Placement(rotation_deg=12.5),
        probes=(
            Probe(0.56, 0.04, "red", "at the top the border of red and green is right of here"),
            Probe(0.44, 0.96, "yellow", "at the bottom that of blue and yellow is left of here"),
            Probe(0.04, 0.46, "blue", "at the left the border of red and blue is above"),
            Probe(0.96, 0.54, "green", "at the right that of green and yellow is below"),
        ),
    ),
    Case(
        name="print-30-degrees-back",
        words="Leaning to the left by 30 degrees, one and a half times the size, up and left.",
        placement=Placement(rotation_deg=-30, zoom=1.5, centre_x=0.3, centre_y=0.3),
        probes=(
            Probe(0.5, 0.5, "red", "the middle is red"),
            Probe(0.05, 0.05, "red", "the upper left is red"),
            Probe(0.05, 0.95, "red", "so is the lower left"),
            Probe(0.95, 0.95, "blue", "blue begins at the lower right"),
        ),
    ),
    Case(
        name="print-landscape",
        words="A print that lies, with more of the chart to the sides.",
        orientation=LANDSCAPE,
        probes=AS_SHOT,
    ),
    Case(
        name="print-under-a-mount",
        words="The picture ends under the mount, half a centimetre beyond its window.",
        frame=a_frame((400, 500), mount_mm=10),
        probes=(
            Probe(0.05, 0.05, "white", "the corner, far under the mount, is paper"),
            Probe(0.5, 0.05, "white", "so is the upper edge"),
            Probe(0.2, 0.16, "red", "red begins under the mount"),
            Probe(0.8, 0.84, "yellow", "yellow ends under the mount"),
        ),
    ),
    Case(
        name="print-caption",
        words="A picture with a border, a title below it and a small line below that.",
        frame=a_frame((300, 400)),
        template=TEMPLATES.template("caption"),
        texts=(("line", "14 September 2026 · 45.6° N"), ("title", "Lake Garda & Hills")),
        probes=(
            Probe(0.04, 0.5, "white", "there is a border at the left"),
            Probe(0.5, 0.03, "white", "and above"),
            Probe(0.5, 0.985, "white", "and below the words"),
            Probe(0.15, 0.1, "red", "red is at the upper left"),
            Probe(0.85, 0.75, "yellow", "yellow is at the lower right"),
        ),
    ),
    Case(
        name="print-name-on-yellow",
        words="A name on yellow paper, below the picture.",
        frame=a_frame((300, 400)),
        template=TEMPLATES.template("portrait-with-name"),
        texts=(("name", "Bella"),),
        paper="#{:02x}{:02x}{:02x}".format(*YELLOW),
        probes=(
            Probe(0.04, 0.5, "yellow", "the border is yellow"),
            Probe(0.15, 0.85, "yellow", "there is paper beside the name"),
            Probe(0.15, 0.1, "red", "red is at the upper left"),
        ),
    ),
    Case(
        name="print-cut-out",
        words="Blue paper around a round cut-out.",
        original=Original.CUT_OUT,
        paper="#{:02x}{:02x}{:02x}".format(*BLUE),
        probes=(
            Probe(0.02, 0.02, "blue", "paper is at the upper left"),
            Probe(0.98, 0.02, "blue", "paper is at the upper right"),
            Probe(0.98, 0.98, "blue", "paper is at the lower right"),
            Probe(0.3, 0.2, "red", "red is inside the disc"),
            Probe(0.5, 0.55, "black", "the arrow is in the middle"),
        ),
    ),
)

# In a preview of an A4 frame the wall takes a tenth of the longer side at each end.
PREVIEWS = (
    Case(
        name="preview-landscape",
        words="A black frame that lies, on a light wall.",
        drawn=Drawn.PREVIEW,
        frame=a_frame(A4),
        orientation=LANDSCAPE,
        probes=(
            Probe(0.02, 0.02, "white", "the wall is light"),
            Probe(0.124, 0.5, "black", "the left of the frame is black"),
            Probe(0.5, 0.156, "black", "the top of the frame is black"),
            Probe(0.2, 0.25, "red", "red is at the upper left"),
            Probe(0.8, 0.25, "green", "green is at the upper right"),
            Probe(0.2, 0.75, "blue", "blue is at the lower left"),
            Probe(0.8, 0.75, "yellow", "yellow is at the lower right"),
            Probe(0.5, 0.55, "black", "the arrow points up"),
        ),
    ),
    Case(
        name="preview-mounted",
        words="An oak frame with a mount, the picture in its window.",
        drawn=Drawn.PREVIEW,
        frame=a_frame(A4, mount_mm=35, material="natural"),
        probes=(
            Probe(0.5, 0.19, "white", "the mount is light"),
            Probe(0.32, 0.254, "red", "red is at the upper left of the window"),
            Probe(0.68, 0.254, "green", "green is at its upper right"),
            Probe(0.68, 0.746, "yellow", "yellow is at its lower right"),
            Probe(0.5, 0.536, "black", "the arrow points up"),
        ),
    ),
    Case(
        name="preview-with-a-name",
        words="A golden frame, the picture a little turned, a name below.",
        drawn=Drawn.PREVIEW,
        frame=a_frame(A4, material="gold"),
        template=TEMPLATES.template("portrait-with-name"),
        texts=(("name", "Bella"),),
        placement=Placement(rotation_deg=10, zoom=1.2),
        probes=(
            Probe(0.27, 0.218, "red", "red is at the upper left"),
            Probe(0.733, 0.218, "green", "green is at the upper right"),
            Probe(0.27, 0.657, "blue", "blue is at the lower left"),
            Probe(0.733, 0.657, "yellow", "yellow is at the lower right"),
            Probe(0.27, 0.75, "white", "there is paper beside the name"),
        ),
    ),
    Case(
        name="preview-of-a-jpeg",
        words="A white frame; the picture was made smaller while it was decoded.",
        drawn=Drawn.PREVIEW,
        original=Original.CHART_AS_JPEG,
        frame=a_frame(A4, material="white"),
        long_side_px=200,
        probes=(
            Probe(0.3, 0.25, "red", "red is at the upper left"),
            Probe(0.7, 0.25, "green", "green is at the upper right"),
            Probe(0.3, 0.75, "blue", "blue is at the lower left"),
            Probe(0.7, 0.75, "yellow", "yellow is at the lower right"),
        ),
    ),
)
CASES = PRINTS + PREVIEWS
