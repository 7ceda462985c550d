"""The file of an export: a zip with one JSON document for each kind of data."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

# The earliest that the format can tell; the time of the export stands in its record.
TIMELESS = (1980, 1, 1, 0, 0, 0)
MEDIA_TYPE = "application/zip"


def export_file(data: Mapping[str, Sequence[Mapping[str, object]]]) -> bytes:
    """Equal data makes equal bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for kind in sorted(data):
            entry = zipfile.ZipInfo(f"{kind}.json", TIMELESS)
            entry.compress_type = zipfile.ZIP_DEFLATED
            text = json.dumps(data[kind], ensure_ascii=False, indent=2, default=_plain)
            archive.writestr(entry, text + "\n")
    return packed.getvalue()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"An export cannot hold a {type(value).__name__}.")
