"""A look worked out for one picture: what to draw, and how sharp it will be on paper."""

import hashlib
from dataclasses import dataclass

from domain.catalog.catalogue import Catalogue
from domain.catalog.frame import Frame
from domain.catalog.print_quality import (
    DPI_AT_LEAST,
    PictureTooSmall,
    PrintQuality,
    Verdict,
)
from domain.designs.look import FrameLook, look_of
from domain.designs.parameters import Parameters
from domain.designs.plan import PrintPlan, plan_print
from domain.designs.template import Template
from domain.designs.wish import Offered
from domain.media.picture import Picture

SHARP = (Verdict.GOOD, Verdict.EXCELLENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    parameters: Parameters
    picture: Picture
    template: Template
    frame: Frame
    plan: PrintPlan
    look: FrameLook

    @property
    def quality(self) -> PrintQuality:
        """Of the picture as it is placed: what is cut off or enlarged prints no more sharply."""
        return quality_at(self.plan.picture_dpi)

    def check_prints(self, catalogue: Catalogue) -> None:
        """Raises PictureTooSmall."""
        quality = self.quality
        if quality.verdict is not Verdict.REFUSED:
            return
        least_dpi = DPI_AT_LEAST[-1][0]
        raise PictureTooSmall(
            f"Placed like this, the picture prints at {quality.dpi} dpi in {self.frame.size_name}.",
            field="frameSize",
            facts={
                "dpi": quality.dpi,
                "neededDpi": least_dpi,
                "zoomMax": self._zoom_of(least_dpi),
                "largestFrameSize": self._largest_sharp(catalogue),
            },
        )

    @property
    def print_fingerprint(self) -> str:
        """The same for the same print of the same stored picture, however the frame looks."""
        return _digest("print", str(self.picture.id), self.picture.sha256, repr(self.plan))

    def preview_fingerprint(self, renderer_version: str, long_side_px: int) -> str:
        """The same for everybody who would see the same."""
        return _digest(
            "preview",
            renderer_version,
            str(long_side_px),
            self.picture.sha256,
            repr(self.plan),
            repr(self.look),
        )

    def kept_preview_fingerprint(self, renderer_version: str, long_side_px: int) -> str:
        """Of a preview that is kept for the picture's owner, and goes with it."""
        drawn = self.preview_fingerprint(renderer_version, long_side_px)
        return _digest("kept", str(self.picture.id), drawn)

    def _zoom_of(self, dpi: int) -> float | None:
        """How far the picture may be enlarged here; None if it is too small even as a whole."""
        zoom = self.parameters.placement.zoom * self.plan.picture_dpi / dpi
        return round(zoom - 0.005, 2) if zoom >= 1 else None

    def _largest_sharp(self, catalogue: Catalogue) -> str | None:
        """Of the same style and material, placed as it is."""
        sharp = [
            frame
            for frame in catalogue.same_kind(self.frame)
            if quality_at(
                _plan(self.parameters, self.template, frame, self.picture).picture_dpi
            ).verdict
            in SHARP
        ]
        if not sharp:
            return None
        return max(
            sharp, key=lambda frame: frame.print_area_px[0] * frame.print_area_px[1]
        ).frame_size


def draw(parameters: Parameters, picture: Picture, offered: Offered) -> Drawing:
    """Raises TemplateUnknown or FrameUnknown when the shop has it no more."""
    template = offered.templates.template(parameters.template_id)
    frame = offered.catalogue.frame(
        parameters.frame_size, parameters.frame_style, parameters.frame_material
    )
    return Drawing(
        parameters=parameters,
        picture=picture,
        template=template,
        frame=frame,
        plan=_plan(parameters, template, frame, picture),
        look=look_of(frame, parameters),
    )


def quality_at(dpi: int) -> PrintQuality:
    verdict = next((name for least, name in DPI_AT_LEAST if dpi >= least), Verdict.REFUSED)
    return PrintQuality(verdict=verdict, dpi=dpi)


def _plan(parameters: Parameters, template: Template, frame: Frame, picture: Picture) -> PrintPlan:
    return plan_print(parameters, template, frame, (picture.width_px, picture.height_px))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
