"""Which pictures the shop reads, told from their first bytes and never from a name."""

from enum import StrEnum

from domain.media.refusals import PictureEmpty, PictureNotRecognised, PictureTypeDiffers

# HEIC names itself in a list of brands at its beginning.
HEAD_BYTES = 128


class PictureFormat(StrEnum):
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    TIFF = "image/tiff"
    HEIC = "image/heic"


EXTENSIONS = {PictureFormat.JPEG: "jpg", PictureFormat.PNG: "png"}

SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream"})
OTHER_NAMES = {
    "image/jpg": PictureFormat.JPEG,
    "image/pjpeg": PictureFormat.JPEG,
    "image/x-png": PictureFormat.PNG,
    "image/tif": PictureFormat.TIFF,
    "image/x-tiff": PictureFormat.TIFF,
    "image/heif": PictureFormat.HEIC,
    "image/heic-sequence": PictureFormat.HEIC,
    "image/heif-sequence": PictureFormat.HEIC,
}

# ISO/IEC 23008-12, annex B: brands of pictures coded by HEVC, and those that do not say by what.
HEVC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
ANY_CODING_BRANDS = frozenset({b"mif1", b"mif2", b"msf1"})


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
            "This is not a JPEG, PNG, WebP, TIFF or HEIC picture.",
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
    """By the signatures of ITU T.81 (SOI and a marker), PNG (third edition, 5.2), RFC 9649,
    TIFF (revision 6.0, section 2) and ISO/IEC 14496-12 (`ftyp`).
    """
    if head.startswith(b"\xff\xd8\xff"):
        return PictureFormat.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureFormat.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return PictureFormat.WEBP
    if head[:4] in (b"II*\0", b"MM\0*"):
        return PictureFormat.TIFF
    if head[4:8] == b"ftyp" and _is_heic(head):
        return PictureFormat.HEIC
    return None


def _is_heic(head: bytes) -> bool:
    """A file that does not say by its first brand how it is coded says it by another."""
    major, brands = head[8:12], head[16 : int.from_bytes(head[:4], "big")]
    if major in HEVC_BRANDS:
        return True
    compatible = {brands[at : at + 4] for at in range(0, len(brands), 4)}
    return major in ANY_CODING_BRANDS and bool(compatible & HEVC_BRANDS)
