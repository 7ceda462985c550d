"""Why a resumable upload is not begun, not gone on with, or not shown."""

from domain.shared.refusals import Conflict, Invalid, NotFound


class UploadNotFound(NotFound):
    """There is no such upload among this owner's, or it ended long ago."""

    code = "upload_not_found"


class UploadEnded(Conflict):
    """Its time is over, or it was given up; what was sent is gone."""

    code = "upload_ended"


class UploadOffsetDiffers(Conflict):
    """The shop has more or fewer bytes than the client believes; `offset` says how many."""

    code = "upload_offset_differs"


class UploadTooLong(Invalid):
    """More bytes came than were announced when the upload began."""

    code = "upload_too_long"


class UploadTooManyOpen(Conflict):
    """One owner has only so many uploads at the same time."""

    code = "upload_too_many_open"


class UploadTooManyParts(Conflict):
    """The upload came in more pieces than the shop puts together."""

    code = "upload_too_many_parts"


class UploadChecksumDiffers(Invalid):
    """What arrived is not what the client says it sent; nothing of it was kept."""

    code = "upload_checksum_differs"


class UploadHeaderInvalid(Invalid):
    """A header that the protocol asks for is missing, or cannot be read."""

    code = "upload_header_invalid"


class UploadBodyUnsupported(Invalid):
    """The bytes of an upload are sent as `application/offset+octet-stream`."""

    code = "upload_body_unsupported"


class UploadVersionUnsupported(Invalid):
    """The shop speaks version 1.0.0 of the protocol."""

    code = "upload_version_unsupported"
