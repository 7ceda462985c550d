"""How a buyer would like a design to look: all of it, or what is to be different."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from uuid import UUID

from domain.catalog.catalogue import Catalogue
from domain.catalog.frame import Frame
from domain.designs.box import Box
from domain.designs.colour import PAPER_WHITE, colour
from domain.designs.parameters import Orientation, Parameters
from domain.designs.placement import Placement
from domain.designs.refusals import DesignIncomplete, MountNotOffered, TextNotAccepted
from domain.designs.template import Template, Templates
from domain.media.picture import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementWish:
    """What is None stays as it was."""

    crop: Box | None = None
    zoom: float | None = None
    centre_x: float | None = None
    centre_y: float | None = None
    rotation_deg: float | None = None

    def on(self, before: Placement) -> Placement:
        """Raises PlacementInvalid."""
        return Placement(
            crop=before.crop if self.crop is None else self.crop,
            zoom=before.zoom if self.zoom is None else self.zoom,
            centre_x=before.centre_x if self.centre_x is None else self.centre_x,
            centre_y=before.centre_y if self.centre_y is None else self.centre_y,
            rotation_deg=before.rotation_deg if self.rotation_deg is None else self.rotation_deg,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LookWish:
    """What is None stays as it was, or is what the shop usually does.

    A text that is empty takes the words away; a slot that is not named keeps its words.
    """

    template_id: str | None = None
    picture_id: UUID | None = None
    frame_size: str | None = None
    frame_style: str | None = None
    frame_material: str | None = None
    orientation: Orientation | None = None
    placement: PlacementWish = field(default_factory=PlacementWish)
    mount_colour: str | None = None
    paper: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return self == LookWish()

    def check_whole(self) -> UUID:
        """The picture's id. Raises DesignIncomplete unless all is there that nobody can guess."""
        needed = {
            "templateId": self.template_id,
            "imageId": self.picture_id,
            "frameSize": self.frame_size,
            "frameStyle": self.frame_style,
            "frameMaterial": self.frame_material,
        }
        missing = [name for name, given in needed.items() if given is None]
        if self.picture_id is None or missing:
            raise DesignIncomplete(
                "A design needs a template, a picture and a frame.",
                field=missing[0],
                facts={"missing": missing},
            )
        return self.picture_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What there is to choose from."""

    templates: Templates
    catalogue: Catalogue

    def settle(self, wish: LookWish, picture: Picture, before: Parameters | None) -> Parameters:
        """The parameters of that picture.

        Raises what is wrong with the wish: DesignIncomplete, TemplateUnknown, FrameUnknown,
        PlacementInvalid, MountNotOffered, ColourInvalid, TextNotAccepted.
        """
        if before is None:
            wish.check_whole()
        kept = {} if before is None else asdict(before)
        template = self.templates.template(wish.template_id or kept["template_id"])
        frame = self.catalogue.frame(
            wish.frame_size or kept["frame_size"],
            wish.frame_style or kept["frame_style"],
            wish.frame_material or kept["frame_material"],
        )
        return Parameters(
            template_id=template.id,
            picture_id=picture.id,
            frame_size=frame.frame_size,
            frame_style=frame.frame_style,
            frame_material=frame.frame_material,
            orientation=wish.orientation or _orientation(picture, before),
            placement=wish.placement.on(Placement() if before is None else before.placement),
            mount_colour=_mount(frame, wish.mount_colour, kept.get("mount_colour", "")),
            paper=_paper(wish.paper, before),
            texts=_texts(template, wish.texts, before),
        )


def _orientation(picture: Picture, before: Parameters | None) -> Orientation:
    if before is not None:
        return before.orientation
    is_wide = picture.width_px > picture.height_px
    return Orientation.LANDSCAPE if is_wide else Orientation.PORTRAIT


def _mount(frame: Frame, wanted: str | None, before: str) -> str:
    """The usual one of a frame that comes with a mount, if the present one is not offered."""
    offered = list(frame.mount_colours)
    if wanted is None:
        return before if before in offered else next(iter(offered), "")
    if wanted not in offered:
        raise MountNotOffered(
            f"{frame.title} is not made with a mount like that.",
            field="mount.colour",
            facts={"mountColours": offered},
        )
    return wanted


def _paper(wanted: str | None, before: Parameters | None) -> str:
    if wanted is not None:
        return colour(wanted, field="paper")
    return PAPER_WHITE if before is None else before.paper


def _texts(
    template: Template, wanted: Mapping[str, str], before: Parameters | None
) -> tuple[tuple[str, str], ...]:
    """Words written for another template stay where this one has a place of that name."""
    places = {slot.id: slot for slot in template.texts}
    kept = () if before is None else before.texts
    if before is not None and before.template_id != template.id:
        # They may be too long here, and nobody asked for them just now.
        kept = tuple((name, text) for name, text in kept if _fits(template, name, text))
    written = {name: text for name, text in kept if name in places}
    return template.checked_texts({**written, **wanted})


def _fits(template: Template, name: str, text: str) -> bool:
    try:
        template.checked_texts({name: text})
    except TextNotAccepted:
        return False
    return True
