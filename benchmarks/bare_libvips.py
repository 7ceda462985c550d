"""The yardstick of rendering: libvips alone, in a process of its own, doing the same operation.

It answers each line it reads, `print` or `preview`, with the seconds that took. It plans, checks
and hashes nothing; a preview's frame is drawn before, as it is kept in memory over there.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyvips

from adapters.outbound.imaging import vips

PRINT_PX = (7200, 10_800)
PRINT_QUALITY = 95
PREVIEW_QUALITY = 88


def main(picture: str, directory: Path, backdrop: str, window: list[int], threads: int) -> None:
    vips.set_up(threads)
    left, top, width, height = window
    wall = pyvips.Image.new_from_file(backdrop).copy_memory()
    frame = _with_a_hole(wall, left, top, width, height)

    def preview() -> None:
        small = pyvips.Image.thumbnail(picture, width, height=height, crop="centre")
        framed = wall.insert(small, left, top).composite2(frame, "over")
        framed.flatten().jpegsave(
            str(directory / "bare-preview.jpg"), Q=PREVIEW_QUALITY, keep="none"
        )

    def print_file() -> None:
        image = pyvips.Image.new_from_file(picture, access="sequential")
        scale = max(PRINT_PX[0] / image.width, PRINT_PX[1] / image.height)
        image = image.resize(scale, kernel="lanczos3")
        image = image.crop(
            (image.width - PRINT_PX[0]) // 2, (image.height - PRINT_PX[1]) // 2, *PRINT_PX
        )
        image.jpegsave(
            str(directory / "bare-print.jpg"),
            Q=PRINT_QUALITY,
            subsample_mode="off",
            keep="none",
            profile="srgb",
        )

    operations: dict[str, Callable[[], None]] = {"preview": preview, "print": print_file}
    for line in sys.stdin:
        begun = time.perf_counter()
        operations[line.strip()]()
        sys.stdout.write(f"{time.perf_counter() - begun}\n")
        sys.stdout.flush()


def _with_a_hole(wall: pyvips.Image, left: int, top: int, width: int, height: int) -> pyvips.Image:
    opaque = pyvips.Image.black(wall.width, wall.height) + 255
    alpha = opaque.cast("uchar").insert(pyvips.Image.black(width, height), left, top)
    return wall.bandjoin(alpha).copy(interpretation="srgb").copy_memory()


if __name__ == "__main__":
    main(
        sys.argv[1],
        Path(sys.argv[2]),
        sys.argv[3],
        [int(part) for part in sys.argv[4].split(",")],
        int(sys.argv[5]),
    )
