"""Everything in a preview but the picture and the texts, drawn once for all that share it."""

from dataclasses import dataclass
from functools import lru_cache

import pyvips

from adapters.outbound.imaging.rendering.moulding import moulding
from adapters.outbound.imaging.rendering.mount import lip_shadow, mount, mount_shadow
from adapters.outbound.imaging.rendering.scene import Rect, Scene
from adapters.outbound.imaging.rendering.shading import clamped
from adapters.outbound.imaging.rendering.wall import wall

# Each takes some six bytes a pixel. Large previews are drawn seldom, and would fill the memory.
KEPT_MAX = 24
KEPT_PIXELS_MAX = 1_500_000
GLARE = 9.0


@dataclass(frozen=True, slots=True)
class Decoration:
    """`backdrop` is all of the preview; what is seen in `window` is times `shade`, plus `glare`."""

    backdrop: pyvips.Image
    window: Rect
    shade: pyvips.Image
    glare: pyvips.Image

    def around(self, sheet: pyvips.Image) -> pyvips.Image:
        """`sheet` is as large as the window."""
        seen = (sheet * self.shade + self.glare).cast("uchar")
        return self.backdrop.insert(seen, self.window.left, self.window.top)


def decoration(scene: Scene) -> Decoration:
    if scene.width_px * scene.height_px > KEPT_PIXELS_MAX:
        return draw_decoration(scene)
    return _kept(scene)


@lru_cache(maxsize=KEPT_MAX)
def _kept(scene: Scene) -> Decoration:
    return draw_decoration(scene)


def draw_decoration(scene: Scene) -> Decoration:
    glass, window = scene.glass, scene.window
    shade = lip_shadow(glass.width, glass.height, scene.px_per_mm)
    glare = _glare(glass)
    here = window.within(glass)
    seen_shade = shade.crop(here.left, here.top, here.width, here.height)
    backdrop = wall(scene).insert(moulding(scene), scene.outer.left, scene.outer.top)
    if scene.look.mount_colour is not None:
        board = mount(scene, scene.look.mount_colour) * shade + glare
        backdrop = backdrop.insert(board, glass.left, glass.top)
        seen_shade = seen_shade * mount_shadow(window.width, window.height, scene.px_per_mm)
    return Decoration(
        backdrop=backdrop.cast("uchar").copy(interpretation="srgb").copy_memory(),
        window=window,
        shade=seen_shade.cast("float").copy_memory(),
        glare=glare.crop(here.left, here.top, here.width, here.height).copy_memory(),
    )


def _glare(glass: Rect) -> pyvips.Image:
    """A window somewhere to the left, so faint that no colour of the picture is changed by it."""
    at = pyvips.Image.xyz(glass.width, glass.height).cast("float")
    along = at[0] / glass.width * 0.62 + at[1] / glass.height
    return (clamped(1 - along / 0.95) * GLARE).cast("float")
