"""What the two tasks of rendering are asked, and what they answer; files go by their paths."""

import msgspec

from domain.designs.look import FrameLook
from domain.designs.plan import PrintPlan


class PrintRequest(msgspec.Struct, frozen=True, kw_only=True):
    picture: str
    to: str
    plan: PrintPlan
    quality: int


class PrintReply(msgspec.Struct, frozen=True, kw_only=True):
    width_px: int
    height_px: int


class PreviewRequest(msgspec.Struct, frozen=True, kw_only=True):
    picture: str
    to: str
    plan: PrintPlan
    look: FrameLook
    long_side_px: int
    quality: int


class PreviewReply(msgspec.Struct, frozen=True, kw_only=True):
    width_px: int
    height_px: int
