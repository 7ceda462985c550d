"""A test picture made by code: whatever is cut, turned or swapped on it can be told."""

from pathlib import Path

import pyvips

from adapters.outbound.imaging.rendering.fonts import FONTS

WIDTH, HEIGHT = 960, 640
RED, GREEN, BLUE, YELLOW = (205, 48, 52), (40, 150, 80), (44, 84, 190), (240, 200, 50)
WHITE, BLACK = (255, 255, 255), (20, 20, 20)
COLOURS = {
    "red": RED,
    "green": GREEN,
    "blue": BLUE,
    "yellow": YELLOW,
    "white": WHITE,
    "black": BLACK,
}
CELL = 80


def chart() -> pyvips.Image:
    """Red at the upper left, green at the upper right, blue below red, yellow below green.

    A numbered grid of thin lines over all of it; in the middle a white disc with an arrow that
    points up, and above the arrow's sides two black eyes of a face.
    """
    image = pyvips.Image.black(WIDTH, HEIGHT, bands=3) + list(RED)
    image = image.cast("uchar").copy(interpretation="srgb")
    image = image.draw_rect(list(GREEN), WIDTH // 2, 0, WIDTH // 2, HEIGHT // 2, fill=True)
    image = image.draw_rect(list(BLUE), 0, HEIGHT // 2, WIDTH // 2, HEIGHT // 2, fill=True)
    image = image.draw_rect(
        list(YELLOW), WIDTH // 2, HEIGHT // 2, WIDTH // 2, HEIGHT // 2, fill=True
    )
    return _with_face(_with_grid(image)).copy_memory()


def write_chart(to: Path) -> Path:
    """As the kind of file that the name ends with."""
    chart().write_to_file(str(to), **({"Q": 95} if to.suffix == ".jpg" else {}))
    return to


def write_cut_out(to: Path) -> Path:
    """The chart with nothing but what lies in a large disc; all else is transparent."""
    mask = pyvips.Image.black(WIDTH, HEIGHT).draw_circle(
        255, WIDTH // 2, HEIGHT // 2, 300, fill=True
    )
    chart().bandjoin(mask).copy(interpretation="srgb").write_to_file(str(to))
    return to


def _with_grid(image: pyvips.Image) -> pyvips.Image:
    for x in range(CELL // 2, WIDTH, CELL // 2):
        image = image.draw_line(list(WHITE if x % CELL == 0 else BLACK), x, 0, x, HEIGHT)
    for y in range(CELL // 2, HEIGHT, CELL // 2):
        image = image.draw_line(list(WHITE if y % CELL == 0 else BLACK), 0, y, WIDTH, y)
    font = FONTS["sans-bold"]
    for row in range(HEIGHT // CELL):
        for column in range(WIDTH // CELL):
            number = pyvips.Image.text(
                str(row * (WIDTH // CELL) + column),
                font=f"{font.name} 22",
                fontfile=str(font.file),
                dpi=72,
            )
            image = image.draw_mask(list(BLACK), number, column * CELL + 6, row * CELL + 6)
    return image


def _with_face(image: pyvips.Image) -> pyvips.Image:
    x, y = WIDTH // 2, HEIGHT // 2
    image = image.draw_circle(list(WHITE), x, y, 130, fill=True)
    for eye in (x - 60, x + 60):
        image = image.draw_circle(list(BLACK), eye, y - 45, 22, fill=True)
    # Each step of the head is a pixel wider than the one above.
    for step in range(60):
        image = image.draw_rect(list(BLACK), x - step // 2, y - 60 + step, step + 1, 1, fill=True)
    return image.draw_rect(list(BLACK), x - 12, y, 24, 80, fill=True)
