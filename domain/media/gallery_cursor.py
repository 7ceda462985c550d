"""Where a gallery is gone on with: after this picture, as it is sorted."""

import base64
import binascii
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self
from uuid import UUID

from domain.shared.refusals import Invalid

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The page that comes next, microseconds since the epoch, and the id.
FORM = struct.Struct(">Iq16s")
CURSOR_LENGTH_MAX = 100
# The number of the page that comes after it must fit as well.
PAGE_MAX = 2**32 - 2


class CursorInvalid(Invalid):
    """It is not one that the shop gave out."""

    code = "cursor_invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryCursor:
    """The last picture shown; `page` counts the page that follows. It needs not exist any more."""

    created_at: datetime
    id: UUID
    page: int

    def __str__(self) -> str:
        at_us = (self.created_at - EPOCH) // timedelta(microseconds=1)
        packed = FORM.pack(self.page, at_us, self.id.bytes)
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises CursorInvalid. Somebody else's, or an invented one, leads to one's own pictures
        only.
        """
        try:
            if len(text) > CURSOR_LENGTH_MAX:
                raise ValueError(text[:CURSOR_LENGTH_MAX])
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            page, at_us, id_bytes = FORM.unpack(base64.b64decode(padded, b"-_", validate=True))
            cursor = cls(
                created_at=EPOCH + timedelta(microseconds=at_us), id=UUID(bytes=id_bytes), page=page
            )
        except (ValueError, binascii.Error, struct.error, OverflowError) as error:
            raise CursorInvalid("Begin again without a cursor.", field="cursor") from error
        if str(cursor) != text or not 1 <= cursor.page <= PAGE_MAX:
            raise CursorInvalid("Begin again without a cursor.", field="cursor")
        return cursor
