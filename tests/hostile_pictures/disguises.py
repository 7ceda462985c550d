"""Files that are something else, or two things at once, or nothing."""

import io
import zipfile

import pyvips

from tests.hostile_pictures.good import good_pictures, photograph
from tests.hostile_pictures.heic import box, ftyp
from tests.hostile_pictures.png import SIGNATURE, chunk

SCRIPT = b"<html><script>fetch('/api/orders')</script></html>"
SVG = b"""<?xml version="1.0"?>
<!DOCTYPE svg [<!ENTITY leak SYSTEM "file:///etc/passwd">]>
<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><text>&leak;</text></svg>"""


def _archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("../../etc/cron.d/job", "boo")
    return held.getvalue()


def disguises() -> dict[str, bytes]:
    good = good_pictures()
    return {
        "nothing": b"",
        **{f"one byte {byte:02x}": bytes([byte]) for byte in (0, 0x42, 0xFF, 0x89)},
        "zeros": bytes(100_000),
        "text": b"Dear shop, this is a letter. " * 100,
        "html": SCRIPT,
        "svg": SVG,
        "svg that opens an address": SVG.replace(b"file:///etc/passwd", b"http://127.0.0.1:1/"),
        "xml bomb": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
        "pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>",
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file",
        "mvg": b"push graphic-context\nimage over 0,0 0,0 'https://127.0.0.1/\"|ls\"'\n",
        "bmp": b"BM" + bytes(200),
        "ppm": b"P6 50000 50000 255\n",
        "pfm": b"PF\n50000 50000\n-1.0\n",
        "vips": b"\x08\xf2\xa6\xb6" + bytes(200),
        "fits": b"SIMPLE  =                    T" + bytes(3000),
        "openexr": b"\x76\x2f\x31\x01" + bytes(300),
        "radiance": b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 50000 +X 50000\n",
        "matlab": b"MATLAB 5.0 MAT-file" + bytes(300),
        "csv": b"1,2,3\n4,5,6\n",
        "jpeg 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(200),
        "jpeg xl": b"\xff\x0a" + bytes(200),
        "jpeg xl in a box": b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(200),
        "icon": b"\0\0\1\0\1\0" + bytes(200),
        "photoshop": b"8BPS\0\1" + bytes(200),
        "elf": b"\x7fELF" + bytes(200),
        "gzip": b"\x1f\x8b\x08" + bytes(200),
        "zip": _archive(),
        "gif": photograph().gifsave_buffer() if _gifs() else b"GIF89a" + bytes(300),
        "gif of 10000 frames": _film(10_000),
        "gif and javascript": b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
        "big tiff": b"II+\0\x08\0\0\0" + bytes(100),
        "mp4": ftyp(b"mp42", b"isom") + box(b"mdat", bytes(500)),
        "avif": ftyp(b"avif", b"avif", b"mif1", b"miaf") + box(b"meta", bytes(100)),
        "avif that says mif1": ftyp(b"mif1", b"avif", b"miaf") + box(b"meta", bytes(100)),
        "heic of nothing but its name": ftyp(),
        "heic with garbage": ftyp() + b"garbage!" * 500,
        "heic with an empty meta box": ftyp() + box(b"meta", bytes(4)),
        "heic with boxes in boxes": ftyp() + _nested(3_000),
        "heic with a box of no end": ftyp() + b"\0\0\0\1meta" + b"\xff" * 8 + bytes(100),
        "heic with an endless name": b"\xff\xff\xff\xf0ftypheic" + bytes(300),
        "webp animation": _animated_webp(),
        "webp of nothing": b"RIFF\x04\0\0\0WEBP",
        "webp of rubbish": b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 300,
        "webp, lossless, of rubbish": b"RIFF\x40\0\0\0WEBPVP8L\x34\0\0\0\x2f" + b"\xff" * 60,
        "jpeg of rubbish": b"\xff\xd8\xff" + b"rubbish" * 300,
        "jpeg of markers": b"\xff\xd8" + b"\xff\xe0\0\x02" * 20_000,
        "jpeg with a marker of no length": b"\xff\xd8\xff\xe0\0\0" + bytes(200),
        "png of rubbish": SIGNATURE + b"rubbish" * 300,
        "png without a header": SIGNATURE + chunk(b"IEND", b""),
        "png with an endless chunk": SIGNATURE + b"\x7f\xff\xff\xffIHDR" + bytes(100),
        "jpeg and zip": good["jpeg"] + _archive(),
        "png and html": good["png"] + SCRIPT,
        "tiff and zip": good["tiff"] + _archive(),
        "heic and html": good["heic"] + SCRIPT,
        "html in a jpeg's comment": good["jpeg"][:2] + _comment(SCRIPT) + good["jpeg"][2:],
        "php in a jpeg's comment": good["jpeg"][:2]
        + _comment(b"<?php system($_GET[0]);?>")
        + good["jpeg"][2:],
    }


def _gifs() -> bool:
    return bool(pyvips.type_find("VipsOperation", "gifsave_buffer"))


def _film(frames: int) -> bytes:
    """One dot, over and over."""
    frame = b"\x21\xf9\x04\0\1\0\0\0\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
    return b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff" + frame * frames + b"\x3b"


def _animated_webp() -> bytes:
    film = photograph(60, 90).copy()
    film.set_type(pyvips.GValue.gint_type, "page-height", 30)
    data: bytes = film.webpsave_buffer()
    return data


def _comment(text: bytes) -> bytes:
    return b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text


def _nested(depth: int) -> bytes:
    inner = b""
    for _ in range(depth):
        inner = box(b"meta", bytes(4), inner)
    return inner
