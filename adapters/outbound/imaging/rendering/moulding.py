"""The frame: four members with mitred corners, rounded outside and falling off to the glass."""

import pyvips

from adapters.outbound.imaging.rendering.materials import MATERIALS, PLAIN, sheen, surface
from adapters.outbound.imaging.rendering.scene import Scene
from adapters.outbound.imaging.rendering.shading import Mitred, bump, clamped, mixed

OUTER_ROUNDING_MM = 1.8
INNER_SLOPE_MM = 2.4
# A straight joint is never perfectly tight.
JOINT_PX = 0.7


def moulding(scene: Scene) -> pyvips.Image:
    """As large as the frame from edge to edge; what lies within it is covered later."""
    width, height, ppm = scene.outer.width, scene.outer.height, scene.px_per_mm
    face = scene.glass.left - scene.outer.left
    material = MATERIALS.get(scene.look.material, PLAIN)
    members = Mitred.of(width, height)
    lying = surface(material, width, height, px_per_mm=ppm, seed=11)
    standing = surface(material, height, width, px_per_mm=ppm, seed=29).rot90()
    colour = mixed(lying, standing, members.upright)

    outer = clamped(1 - members.depth / max(1.3, OUTER_ROUNDING_MM * ppm)) ** 1.5
    inner = clamped(1 - (face - members.depth) / max(1.3, INNER_SLOPE_MM * ppm))
    facing = members.lit * (outer - inner)
    tone = facing * 0.34 - (outer + inner) * 0.05 + members.lit * 0.045 + 1
    mirrored = sheen(material, members.depth / face)
    if mirrored is not None:
        tone = tone + mirrored + members.lit * 0.05
    gloss = clamped(facing) ** 2 * material.gloss
    joint = _joint(members, width, height)
    return colour * (tone - joint) + gloss


def _joint(members: Mitred, width: int, height: int) -> pyvips.Image:
    at = pyvips.Image.xyz(width, height).cast("float") + 0.5
    across = at[0].minpair(width - at[0])
    down = at[1].minpair(height - at[1])
    return bump(across - down, 0.0, JOINT_PX) * 0.16
