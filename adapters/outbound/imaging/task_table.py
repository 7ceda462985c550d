"""Every task that an imaging process can be given, by name."""

from adapters.outbound.imaging.read_picture import READ_PICTURE
from adapters.outbound.imaging.rendering.tasks import RENDER_PREVIEW, RENDER_PRINT
from adapters.outbound.imaging.task import table_of

TASKS = table_of(READ_PICTURE, RENDER_PREVIEW, RENDER_PRINT)
