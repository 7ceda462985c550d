"""Which pictures the shop reads, told from their first bytes and never from a name."""

from enum import StrEnum

from domain.media.refusals import PictureEmpty, PictureNotRecognised, PictureTypeDiffers

HEAD_BYTES = 12


class PictureFormat(StrEnum):
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"


EXTENSIONS = {PictureFormat.JPEG: "jpg", PictureFormat.PNG: "png"}

SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream"})
OTHER_NAMES = {
    "image/jpg": PictureFormat.JPEG,
    "image/pjpeg": PictureFormat.JPEG,
    "image/x-png": PictureFormat.PNG,
}


def recognise(head: bytes, declared: str | None) -> PictureFormat:
    """The format of the picture that begins with `head` (HEAD_BYTES of it are enough).

    A declared content type may be absent or say nothing, but it may not contradict the bytes.
    Raises PictureEmpty, PictureNotRecognised or PictureTypeDiffers.
    """
    if not head:
        raise PictureEmpty("The file is empty.", field="file")
    actual = sniff(head)
    if actual is None:
        raise PictureNotRecognised(
            "This is not a JPEG, PNG or WebP picture.",
            field="file",
            facts={"accepted": [accepted.value for accepted in PictureFormat]},
        )
    named = (declared or "").partition(";")[0].strip().lower()
    if named not in SAYS_NOTHING and OTHER_NAMES.get(named, named) != actual:
        raise PictureTypeDiffers(
            f"The file was sent as {named[:100]}, but it is {actual}.",
            field="file",
            facts={"declared": named[:100], "actual": actual.value},
        )
    return actual


def sniff(head: bytes) -> PictureFormat | None:
    """By the signatures of ITU T.81 (SOI and a marker), PNG (third edition, 5.2) and RFC 9649."""
    if head.startswith(b"\xff\xd8\xff"):
        return PictureFormat.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureFormat.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return PictureFormat.WEBP
    return None
