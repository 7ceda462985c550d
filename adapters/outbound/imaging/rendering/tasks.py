"""The two tasks of rendering, for the table of imaging processes."""

from adapters.outbound.imaging.rendering.requests import (
    PreviewReply,
    PreviewRequest,
    PrintReply,
    PrintRequest,
)
from adapters.outbound.imaging.task import Task
from domain.media.refusals import PictureUndecodable

RENDER_PREVIEW = Task(
    name="render_preview",
    request=PreviewRequest,
    reply=PreviewReply,
    function="adapters.outbound.imaging.rendering.previewing:preview",
    refusals=(PictureUndecodable,),
)
RENDER_PRINT = Task(
    name="render_print",
    request=PrintRequest,
    reply=PrintReply,
    function="adapters.outbound.imaging.rendering.printing:print_file",
    refusals=(PictureUndecodable,),
)
