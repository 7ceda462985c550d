"""A picture that arrives in parts, whatever happens to the line, the client and ourselves."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from domain.media.kept_refusal import KeptRefusal
from domain.media.upload_refusals import (
    UploadEnded,
    UploadOffsetDiffers,
    UploadTooLong,
    UploadTooManyParts,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumableUpload:
    """`parts` are those that count, in order; `begun` are all that may lie in the storage.

    It is over when there is a picture, or the refusal of one. `finishing_until` is set while
    somebody makes the picture; after that moment somebody else may.
    """

    id: UUID
    owner_id: UUID
    bytes_total: int
    bytes_received: int = 0
    begun: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    name: str | None = None
    declared_type: str | None = None
    created_at: datetime
    expires_at: datetime
    finishing_until: datetime | None = None
    picture_id: UUID | None = None
    refusal: KeptRefusal | None = None

    @property
    def is_full(self) -> bool:
        return self.bytes_received == self.bytes_total

    @property
    def is_over(self) -> bool:
        return self.picture_id is not None or self.refusal is not None

    @property
    def bytes_left(self) -> int:
        return self.bytes_total - self.bytes_received

    def key_of(self, part: str) -> str:
        return part_key(self.id, part)

    def check_alive(self, at: datetime) -> None:
        if at >= self.expires_at:
            raise UploadEnded("Begin the upload again.")

    def check_next(self, offset: int, bytes_count: int, at: datetime) -> None:
        """Raises UploadEnded, UploadOffsetDiffers or UploadTooLong."""
        self.check_alive(at)
        if offset != self.bytes_received:
            raise UploadOffsetDiffers(
                f"The shop has {self.bytes_received} bytes.",
                facts={"offset": self.bytes_received},
            )
        self.check_length(bytes_count)

    def begin_part(self, part: str, parts_max: int) -> Self:
        """The name is written down first, so that no file can lie about that nobody knows."""
        if len(self.begun) >= parts_max:
            raise UploadTooManyParts(facts={"parts_max": parts_max})
        return replace(self, begun=(*self.begun, part))

    def forget_part(self, part: str) -> Self:
        """Of which nothing was ever stored."""
        return replace(self, begun=tuple(each for each in self.begun if each != part))

    def check_length(self, bytes_count: int) -> None:
        if bytes_count > self.bytes_left:
            raise UploadTooLong(
                "More was sent than was announced.", facts={"bytes_left": self.bytes_left}
            )

    def count_part(
        self, part: str, offset: int, bytes_count: int, at: datetime, expires_at: datetime
    ) -> Self:
        """Of two who send the same bytes at once, the second finds the offset moved on."""
        self.check_next(offset, bytes_count, at)
        return replace(
            self,
            parts=(*self.parts, part),
            bytes_received=offset + bytes_count,
            expires_at=expires_at,
        )

    def can_be_finished(self, at: datetime) -> bool:
        is_claimed = self.finishing_until is not None and at < self.finishing_until
        return self.is_full and not self.is_over and not is_claimed

    def begin_finishing(self, until: datetime) -> Self:
        return replace(self, finishing_until=until)

    def let_others_finish(self) -> Self:
        return replace(self, finishing_until=None)

    def complete(self, picture_id: UUID) -> Self:
        return self if self.is_over else replace(self, picture_id=picture_id)

    def refuse(self, refusal: KeptRefusal) -> Self:
        return self if self.is_over else replace(self, refusal=refusal)

    def end(self, at: datetime) -> Self:
        """Given up by its owner; its files are removed like those of one whose time is over."""
        self.check_alive(at)
        return replace(self, expires_at=at)


def part_key(upload_id: UUID, part: str) -> str:
    return f"uploads/{upload_id}/{part}"
