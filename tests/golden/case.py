"""One golden picture: what is drawn, and in words what must be where."""

from dataclasses import dataclass, field
from enum import Enum, auto

from domain.catalog.frame import Frame
from domain.designs.look import FrameLook, look_of
from domain.designs.parameters import Orientation
from domain.designs.placement import Placement
from domain.designs.plan import PrintPlan, plan_print
from domain.designs.template import Template
from tests.golden.chart import HEIGHT, WIDTH
from tests.unit.designs.looks import FULL, a_frame, parameters

SMALL_PRINT_PX = (180, 240)


class Drawn(Enum):
    PRINT = auto()
    PREVIEW = auto()


class Original(Enum):
    CHART = "chart.png"
    CHART_AS_JPEG = "chart.jpg"
    CUT_OUT = "cut-out.png"


@dataclass(frozen=True, slots=True)
class Probe:
    """At (`across`, `down`), in fractions of what is drawn, there is `colour`: in `words`, why."""

    across: float
    down: float
    colour: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    name: str
    words: str
    probes: tuple[Probe, ...]
    placement: Placement = field(default_factory=Placement)
    drawn: Drawn = Drawn.PRINT
    original: Original = Original.CHART
    frame: Frame = field(default_factory=lambda: a_frame(SMALL_PRINT_PX))
    orientation: Orientation = Orientation.PORTRAIT
    template: Template = FULL
    texts: tuple[tuple[str, str], ...] = ()
    paper: str = "#ffffff"
    long_side_px: int = 320

    @property
    def plan(self) -> PrintPlan:
        look = parameters(
            self.frame,
            self.placement,
            template=self.template,
            orientation=self.orientation,
            paper=self.paper,
            texts=self.texts,
        )
        return plan_print(look, self.template, self.frame, (WIDTH, HEIGHT))

    @property
    def look(self) -> FrameLook:
        return look_of(self.frame, parameters(self.frame, orientation=self.orientation))
