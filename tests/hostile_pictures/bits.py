"""Writes numbers bit by bit, as video headers are written (ITU-T H.265, section 9.2)."""


class Bits:
    def __init__(self) -> None:
        self._bits: list[str] = []

    def fixed(self, width: int, *values: int) -> "Bits":
        self._bits += [f"{value:0{width}b}" for value in values]
        return self

    def golomb(self, *values: int) -> "Bits":
        """Unsigned; a signed 0 is written alike."""
        for value in values:
            digits = f"{value + 1:b}"
            self._bits.append("0" * (len(digits) - 1) + digits)
        return self

    def closed(self) -> bytes:
        """With the bit that ends a header, and zeros up to a whole byte."""
        text = "".join(self._bits) + "1"
        text += "0" * (-len(text) % 8)
        return int(text, 2).to_bytes(len(text) // 8, "big")
