"""From whatever colours a picture has to 8-bit sRGB."""

import pyvips

from adapters.outbound.imaging.trouble import is_for_want
from domain.media.refusals import PictureNotRecognised

PROFILE = "icc-profile-data"
# A transform by profile is made for these; all others have no profile worth the name.
WITH_PROFILE = ("uchar", "ushort")
# Nobody can tell which of four thousand million values is white.
KNOWN_NUMBERS = (*WITH_PROFILE, "short", "float", "double")


# Red, green, blue, and how much shows through; what an editor kept besides is not printed.
BANDS_MAX = 4


def in_srgb(image: pyvips.Image) -> pyvips.Image:
    """Nothing is computed yet. Raises PictureNotRecognised."""
    converted = _converted(image)
    return converted.extract_band(0, n=BANDS_MAX) if converted.bands > BANDS_MAX else converted


def _converted(image: pyvips.Image) -> pyvips.Image:
    if image.get_typeof(PROFILE) and image.format in WITH_PROFILE:
        try:
            return _transformed(image, embedded=True)
        except pyvips.Error:
            # A good picture with a broken profile is taken as one without.
            image = image.copy()
            image.remove(PROFILE)
    if image.format not in KNOWN_NUMBERS:
        raise _strange()
    try:
        if image.interpretation == "cmyk":
            return _transformed(image, input_profile="cmyk")
        return image.colourspace("srgb")
    except pyvips.Error as error:
        if is_for_want(error):
            raise
        raise _strange() from error


def _strange() -> PictureNotRecognised:
    return PictureNotRecognised(
        "The picture's colours are of a kind that cannot be printed.", field="file"
    )


def _transformed(image: pyvips.Image, **source: object) -> pyvips.Image:
    return image.icc_transform(
        "srgb", intent="relative", black_point_compensation=True, depth=8, **source
    )
