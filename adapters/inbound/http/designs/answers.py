"""How designs, templates and render jobs are told."""

from datetime import datetime
from typing import Self
from uuid import UUID

from adapters.inbound.http.answers import Answer, Pagination
from adapters.inbound.http.catalog import PrintQualityAnswer
from application.designs.show_render import ShownRender
from application.designs.shown_design import ShownDesign
from domain.catalog.print_quality import PrintQuality
from domain.designs.placement import Placement
from domain.designs.render import Render
from domain.designs.template import Template


class SlotAnswer(Answer):
    id: str
    length_max: int
    lines_max: int
    font: str
    colour: str
    align: str


class TemplateAnswer(Answer):
    id: str
    title: str
    description: str
    slots: list[SlotAnswer]

    @classmethod
    def of(cls, template: Template) -> Self:
        return cls(
            id=template.id,
            title=template.title,
            description=template.description,
            slots=[
                SlotAnswer(
                    id=slot.id,
                    length_max=slot.length_max,
                    lines_max=slot.lines_max,
                    font=slot.font,
                    colour=slot.colour,
                    align=slot.align.value,
                )
                for slot in template.texts
            ],
        )


class TemplateList(Answer):
    items: list[TemplateAnswer]


class CropAnswer(Answer):
    left: float
    top: float
    width: float
    height: float


class PlacementAnswer(Answer):
    """As it was settled: rounded, and turned to between -180 and 180 degrees."""

    crop: CropAnswer
    zoom: float
    centre_x: float
    centre_y: float
    rotation: float

    @classmethod
    def of(cls, placement: Placement) -> Self:
        crop = placement.crop
        return cls(
            crop=CropAnswer(left=crop.left, top=crop.top, width=crop.width, height=crop.height),
            zoom=placement.zoom,
            centre_x=placement.centre_x,
            centre_y=placement.centre_y,
            rotation=placement.rotation_deg,
        )


class MountAnswer(Answer):
    colour: str


class DesignUrls(Answer):
    """`job` is there once the design is final."""

    design: str
    preview: str
    finalize: str
    job: str | None = None


class DesignAnswer(Answer):
    """`status` is draft, queued, rendering, ready or failed; only a draft can be changed.

    `parametersCrc32` tells two looks apart quickly. `printQuality` is of the picture as placed,
    and null where the picture was deleted or the frame is sold no more.
    """

    id: UUID
    revision: int
    status: str
    template_id: str
    image_id: UUID
    frame_size: str
    frame_style: str
    frame_material: str
    orientation: str
    placement: PlacementAnswer
    mount: MountAnswer | None
    paper: str
    texts: dict[str, str]
    parameters_crc32: str
    print_quality: PrintQualityAnswer | None
    original_design_id: UUID | None
    render_job_id: UUID | None
    urls: DesignUrls
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, shown: ShownDesign) -> Self:
        design, look, quality = shown.design, shown.design.parameters, shown.quality
        return cls(
            id=design.id,
            revision=design.revision,
            status=design.status.value,
            template_id=look.template_id,
            image_id=look.picture_id,
            frame_size=look.frame_size,
            frame_style=look.frame_style,
            frame_material=look.frame_material,
            orientation=look.orientation.value,
            placement=PlacementAnswer.of(look.placement),
            mount=MountAnswer(colour=look.mount_colour) if look.mount_colour else None,
            paper=look.paper,
            texts=dict(look.texts),
            parameters_crc32=look.crc32,
            print_quality=None if quality is None else _quality(quality),
            original_design_id=design.original_design_id,
            render_job_id=design.render_id,
            urls=_urls(design.id, design.render_id),
            created_at=design.created_at,
            updated_at=design.updated_at,
        )


class DesignList(Answer):
    items: list[DesignAnswer]
    pagination: Pagination


class RenderJobAnswer(Answer):
    """`status` is queued, processing, completed or failed; `progress` is of 100.

    `url` opens the file until `urlExpiresAt`, once it is completed. `problem` is a code that says
    what the last attempt failed by.
    """

    id: UUID
    kind: str
    status: str
    progress: int
    attempt: int
    attempts_max: int
    design_id: UUID
    revision: int
    url: str | None
    url_expires_at: datetime | None
    width: int | None
    height: int | None
    problem: str | None
    updates_path: str
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, shown: ShownRender) -> Self:
        render, file = shown.render, shown.render.file
        return cls(
            id=render.id,
            kind=render.kind.value,
            status=render.status.value,
            progress=render.progress,
            attempt=render.attempt,
            attempts_max=render.attempts_max,
            design_id=render.design_id,
            revision=render.revision,
            url=shown.url,
            url_expires_at=shown.url_expires_at,
            width=None if file is None else file.width_px,
            height=None if file is None else file.height_px,
            problem=render.problem,
            updates_path=f"{job_path(render)}/updates",
            created_at=render.created_at,
            finished_at=render.finished_at,
        )


class QueuedAnswer(Answer):
    """Ask `GET /api/jobs/{jobId}`, or listen to `updatesPath`."""

    job_id: UUID
    status: str
    progress: int
    job_path: str
    updates_path: str

    @classmethod
    def of(cls, render: Render) -> Self:
        path = job_path(render)
        return cls(
            job_id=render.id,
            status=render.status.value,
            progress=render.progress,
            job_path=path,
            updates_path=f"{path}/updates",
        )


def job_path(render: Render) -> str:
    return f"/api/jobs/{render.id}"


def _urls(design_id: UUID, render_id: UUID | None) -> DesignUrls:
    path = f"/api/designs/{design_id}"
    return DesignUrls(
        design=path,
        preview=f"{path}/preview",
        finalize=f"{path}/finalize",
        job=None if render_id is None else f"/api/jobs/{render_id}",
    )


def _quality(quality: PrintQuality) -> PrintQualityAnswer:
    return PrintQualityAnswer(
        verdict=quality.verdict.value, dpi=quality.dpi, warning=quality.warning
    )
