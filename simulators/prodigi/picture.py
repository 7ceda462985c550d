"""Whether bytes are a picture this lab can print: a JPEG or PNG that decodes to its last row."""

import hashlib

import pyvips

_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
_PIXELS_MAX = 500_000_000


def why_unprintable(content: bytes, md5_hash: str | None) -> str | None:
    """None for a good picture. Decodes it all: call from a thread, it takes a while."""
    if md5_hash is not None:
        found = hashlib.md5(content, usedforsecurity=False).hexdigest()
        if found != md5_hash.lower():
            return f"its MD5 hash is {found}, not {md5_hash}"
    if not content.startswith((_JPEG, _PNG)):
        return "it is neither a JPEG nor a PNG"
    try:
        image = pyvips.Image.new_from_buffer(content, "", access="sequential", fail_on="truncated")
        if image.width * image.height > _PIXELS_MAX:
            return "it has too many pixels"
        # The average needs every pixel, so a picture cut short is found out.
        image.avg()
    except pyvips.Error:
        return "it cannot be decoded"
    return None
