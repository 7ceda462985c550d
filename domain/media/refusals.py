"""Why a picture is not taken, or not shown."""

from domain.shared.refusals import Conflict, Forbidden, Invalid, NotFound


class PictureMissing(Invalid):
    """The request has no file where the picture should be, or more than one."""

    code = "picture_missing"


class PictureEmpty(Invalid):
    """No bytes were sent."""

    code = "picture_empty"


class PictureNotRecognised(Invalid):
    """The bytes are not a still picture of an accepted type, whatever the name says."""

    code = "picture_not_recognised"


class PictureTypeDiffers(Invalid):
    """The declared content type and the bytes contradict each other."""

    code = "picture_type_differs"


class PictureTruncated(Invalid):
    """The data ends early or is damaged, so it cannot be decoded to the last pixel."""

    code = "picture_truncated"


class PictureUndecodable(Invalid):
    """Every attempt to decode it ended in a process that had to be ended, or ended itself."""

    code = "picture_undecodable"


class PictureTooLarge(Invalid):
    """More bytes than the shop takes."""

    code = "picture_too_large"


class PictureTooManyPixels(Invalid):
    """The header promises more pixels than the shop decodes."""

    code = "picture_too_many_pixels"


class PictureNotFound(NotFound):
    """There is no such picture among this owner's."""

    code = "picture_not_found"


class PictureInUse(Conflict):
    """An order that may still be paid, or of which not all was handed over, needs the file."""

    code = "picture_in_use"


class PictureDeleted(Conflict):
    """Its owner deleted the picture, so nothing can be printed from it any more."""

    code = "picture_deleted"


class AssetNotFound(NotFound):
    """Nothing is stored under this key."""

    code = "asset_not_found"


class AssetSignatureInvalid(Forbidden):
    """The link was not made by this shop, or was changed since."""

    code = "asset_signature_invalid"


class AssetUrlExpired(Forbidden):
    """The link was good once; read the picture again for a new one."""

    code = "asset_url_expired"
