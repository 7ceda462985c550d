"""Previews and print files of a picture of 24 megapixels, beside libvips alone doing the same.

Both are asked in turn, in processes that have done the same before. The shop's time is what its
caller waits: with the plan handed over, the file checked, hashed and, of a preview, read back.
`preview_render` draws from the whole picture, as for a buyer who looks at a detail; over HTTP, most
previews are drawn from a thumbnail.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from adapters.outbound.imaging.confinement import Confinement
from adapters.outbound.imaging.pool import ProcessRules
from adapters.outbound.imaging.processes import ImagingProcesses
from adapters.outbound.imaging.rendering.scene import Scene
from adapters.outbound.imaging.vips_renderer import RenderRules, VipsRenderer
from adapters.outbound.prodigi.catalogue_file import read_catalogue
from adapters.settings import Settings
from benchmarks import bare_libvips
from benchmarks.bare_process import BareProcess
from benchmarks.peak_memory import peak_rss_mb
from benchmarks.photograph import SIDES_PX, take_photograph
from benchmarks.report import Figures
from benchmarks.sample_look import full_look
from domain.designs.look import FrameLook
from domain.designs.plan import PrintPlan

LONG_SIDE_PX = 1000
PREVIEWS = 15
PRINTS = 3


async def run_rendering(directory: Path) -> Figures:
    settings = Settings()
    picture = await asyncio.to_thread(take_photograph, directory / "picture.jpg")
    imaging = ImagingProcesses(
        ProcessRules(
            processes_max=1,
            confinement=Confinement(
                memory_mb=settings.imaging_memory_mb, vips_threads=settings.imaging_threads
            ),
        )
    )
    rules = RenderRules(
        preview_quality=bare_libvips.PREVIEW_QUALITY, print_quality=bare_libvips.PRINT_QUALITY
    )
    renderer = VipsRenderer(imaging, rules)
    try:
        return await _measured(renderer, picture, directory, settings.imaging_threads)
    finally:
        await imaging.aclose()


async def _measured(
    renderer: VipsRenderer, picture: Path, directory: Path, threads: int
) -> Figures:
    plan, look = full_look(read_catalogue().frame("24x36", "classic", "black"), SIDES_PX)
    window = Scene.of(plan, look, long_side_px=LONG_SIDE_PX).window
    backdrop = directory / "backdrop.jpg"
    first = await renderer.preview(picture, plan, look, long_side_px=LONG_SIDE_PX)
    backdrop.write_bytes(first.data)
    bare = await BareProcess.start(
        str(picture),
        str(directory),
        str(backdrop),
        f"{window.left},{window.top},{window.width},{window.height}",
        str(threads),
    )
    try:
        previews = await _in_turn(
            PREVIEWS, lambda: _preview(renderer, picture, plan, look), lambda: bare.ask("preview")
        )
        prints = await _in_turn(
            PRINTS, lambda: _print(renderer, picture, plan, directory), lambda: bare.ask("print")
        )
    finally:
        await bare.end()
    return {
        "preview_render": previews,
        "render_final": {**prints, "peak_rss_mb": peak_rss_mb(os.getpid())},
    }


async def _in_turn(
    rounds: int, ours: Callable[[], Awaitable[Any]], bare: Callable[[], Awaitable[float]]
) -> dict[str, Any]:
    """Both once before it counts."""
    ours_s, bare_s = [], []
    for turn in range(rounds + 1):
        begun = time.perf_counter()
        await ours()
        took = time.perf_counter() - begun
        bare_took = await bare()
        if turn:
            ours_s.append(took)
            bare_s.append(bare_took)
    return {
        "p50_ms": median(ours_s) * 1000,
        "p99_ms": quantiles(ours_s, n=100, method="inclusive")[98] * 1000,
        "libvips_p50_ms": median(bare_s) * 1000,
        "ratio_to_libvips": median(ours_s) / median(bare_s),
    }


async def _preview(renderer: VipsRenderer, picture: Path, plan: PrintPlan, look: FrameLook) -> None:
    await renderer.preview(picture, plan, look, long_side_px=LONG_SIDE_PX)


async def _print(renderer: VipsRenderer, picture: Path, plan: PrintPlan, directory: Path) -> None:
    made = await renderer.print_file(picture, plan, directory / "print.jpg", _not_shown)
    if (made.width_px, made.height_px) != bare_libvips.PRINT_PX:
        raise ValueError(f"Not the same operation: {made}")


async def _not_shown(_: int) -> None: ...
