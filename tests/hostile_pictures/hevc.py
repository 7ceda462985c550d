"""The smallest HEVC still picture: every block of 16 by 16 pixels is stored as it is (ITU-T H.265).

Large and simple, but a true picture for every decoder, so that tests need no encoder.
"""

from tests.hostile_pictures.bits import Bits

VIDEO, SEQUENCE, PICTURE, STILL = 32, 33, 34, 19
BLOCK = 16
# General profile: main still picture (3), compatible with 1 and 2; progressive; level 6.2.
PROFILE = bytes([3, 0x70, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 186])
# Table 9-46, the column for a fresh arithmetic coder; one state follows the other.
LEAST_PROBABLE = (
    *(240, 227, 216, 205, 195, 185, 175, 166, 158, 150, 142, 135, 128, 122, 116, 110),
    *(104, 99, 94, 89, 85, 80, 76, 72, 69, 65, 62, 59, 56, 53, 50, 48),
    *(45, 43, 41, 39, 37, 35, 33, 31, 30, 28, 27, 25, 24, 23, 22, 21),
    *(20, 19, 18, 17, 16, 15, 14, 14, 13, 12, 12, 11, 11, 10, 9),
)


def unit(kind: int, body: bytes) -> bytes:
    """A NAL unit: no three bytes in it may look like the start of another."""
    kept, zeros = bytearray([kind << 1, 1]), 0
    for byte in body:
        if zeros >= 2 and byte <= 3:
            kept.append(3)
            zeros = 0
        kept.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(kept)


def headers(width: int, height: int) -> tuple[bytes, bytes, bytes]:
    """Video, sequence and picture parameter sets (7.3.2.1 to 7.3.2.3)."""
    video = Bits().fixed(4, 0).fixed(2, 3).fixed(6, 0).fixed(3, 0).fixed(1, 1).fixed(16, 0xFFFF)
    video.fixed(8, *PROFILE).fixed(1, 1).golomb(0, 0, 0).fixed(6, 0).golomb(0).fixed(1, 0, 0)
    sequence = Bits().fixed(4, 0).fixed(3, 0).fixed(1, 1).fixed(8, *PROFILE)
    sequence.golomb(0, 1, width, height).fixed(1, 0).golomb(0, 0, 0).fixed(1, 1).golomb(0, 0, 0)
    # Blocks of 8 to 16 pixels, each of which may be stored with 8 bits and without any filter.
    sequence.golomb(0, 1, 0, 1, 0, 0).fixed(1, 0, 0, 0, 1).fixed(4, 7, 7).golomb(0, 1)
    sequence.fixed(1, 1).golomb(0).fixed(1, 0, 0, 0, 0, 0)
    picture = Bits().golomb(0, 0).fixed(1, 0, 0).fixed(3, 0).fixed(1, 0, 0).golomb(0, 0, 0)
    picture.fixed(1, 0, 0, 0).golomb(0, 0).fixed(1, 0, 0, 0, 0, 0, 0, 0)
    picture.fixed(1, 1, 0, 1, 0, 0).golomb(0).fixed(1, 0, 0)
    return (
        unit(VIDEO, video.closed()),
        unit(SEQUENCE, sequence.closed()),
        unit(PICTURE, picture.closed()),
    )


def still(blocks: list[bytes]) -> bytes:
    """One slice; a block is 256 luma samples, then 64 and 64 of chroma."""
    body = Bits().fixed(1, 1, 0).golomb(0, 2, 0).closed()
    for number, block in enumerate(blocks):
        body += _announced(number) + block
    # The last end-of-slice flag of a fresh coder: one bit, and the one that ends the slice.
    return unit(STILL, body + _coded(Coder().ends()))


class Coder:
    """The arithmetic coder (9.3.4), as far as flags are coded that are as expected."""

    def __init__(self) -> None:
        self.low, self.range, self.shifts = 0, 510, 0

    def expected(self, state: int) -> "Coder":
        self.range -= LEAST_PROBABLE[min(state, 62)]
        return self._renormed()

    def goes_on(self) -> "Coder":
        self.range -= 2
        return self._renormed()

    def ends(self) -> "Coder":
        self.range -= 2
        self.low += self.range
        self.range = 2
        return self._renormed()

    def _renormed(self) -> "Coder":
        while self.range < 256:
            self.range <<= 1
            self.low <<= 1
            self.shifts += 1
        return self


def _announced(number: int) -> bytes:
    """Another block follows; it is not divided, and stored as it is."""
    coder = Coder() if number == 0 else Coder().goes_on()
    return _coded(coder.expected(number).ends())


def _coded(coder: Coder) -> bytes:
    # The very first bit is never written.
    width = coder.shifts + 2
    bits = f"{(coder.low >> 7) | 1:0{width}b}"[-width:]
    bits += "0" * (-width % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")
