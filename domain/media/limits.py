"""How large a picture may be, in bytes and in pixels."""

from dataclasses import dataclass

from domain.media.refusals import PictureEmpty, PictureTooLarge, PictureTooManyPixels


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLimits:
    bytes_max: int
    pixels_max: int
    side_px_max: int

    def check_bytes(self, bytes_count: int) -> None:
        """Raises PictureEmpty or PictureTooLarge."""
        if bytes_count == 0:
            raise PictureEmpty("The file is empty.", field="file")
        if bytes_count > self.bytes_max:
            raise PictureTooLarge(
                f"A picture may have at most {self.bytes_max // 1_000_000} megabytes.",
                field="file",
                facts={"bytes_max": self.bytes_max},
            )

    def check_pixels(self, width_px: int, height_px: int) -> None:
        """Asked with what the header says, before a single pixel is decoded.

        Raises PictureTooManyPixels.
        """
        too_many = width_px * height_px > self.pixels_max
        if too_many or max(width_px, height_px) > self.side_px_max:
            raise PictureTooManyPixels(
                f"A picture may have at most {self.pixels_max / 1_000_000:g} megapixels and "
                f"{self.side_px_max} pixels on a side; this one has {width_px} by {height_px}.",
                field="file",
                facts={"pixels_max": self.pixels_max, "side_px_max": self.side_px_max},
            )
