"""Designs a print with words on it, looks at it on a wall, and has its print file made."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from adapters.inbound.demo.answers import Design, Frame, Picture, Product, Queued, RenderJob
from adapters.inbound.demo.customer import Customer
from adapters.inbound.demo.looking import look_until
from adapters.inbound.demo.refusals import DemoFailed
from adapters.inbound.demo.steps import PRINTS_WELL

TEMPLATE = "caption"
WORDS = {"title": "One evening", "line": "as seen from the last hill"}
OVER = ("completed", "failed")


async def design(customer: Customer, picture: Picture, sizes: Sequence[Frame]) -> Design:
    """In the first size in which the picture prints well as it is placed, else in the last."""
    look = {"templateId": TEMPLATE, "imageId": picture.id, "texts": WORDS, **_frame(sizes[0])}
    made = await customer.post("/api/designs", Design, json=look)
    for frame in sizes[1:]:
        if made.print_quality.verdict in PRINTS_WELL:
            break
        made = await customer.patch(f"/api/designs/{made.id}", Design, json=_frame(frame))
    return made


async def look_at(customer: Customer, designed: Design, to: Path) -> None:
    """The preview, kept as a file for whoever runs the demo."""
    preview = await customer.fetch(f"/api/designs/{designed.id}/preview")
    await asyncio.to_thread(_keep, to, preview)


async def have_it_made(customer: Customer, designed: Design) -> RenderJob:
    """Raises DemoFailed when the print file cannot be made."""
    queued = await customer.post(f"/api/designs/{designed.id}/finalize", Queued)

    async def look() -> RenderJob:
        return await customer.get(queued.job_path, RenderJob)

    job = await look_until(look, lambda job: job.status in OVER)
    if job.status == "failed":
        raise DemoFailed(f"The print file could not be made: {job.problem}.")
    return job


async def as_product(customer: Customer, designed: Design) -> Product:
    return await customer.post("/api/products", Product, json={"designId": designed.id})


def _frame(frame: Frame) -> dict[str, str]:
    return {
        "frameSize": frame.frame_size,
        "frameStyle": frame.frame_style,
        "frameMaterial": frame.frame_material,
    }


def _keep(to: Path, preview: bytes) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(preview)
