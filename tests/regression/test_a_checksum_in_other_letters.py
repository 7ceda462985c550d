"""A checksum with a letter beyond ASCII made the shop fail instead of refusing the part."""

import pytest

from adapters.inbound.http.tus_headers import checksum_of, metadata_of
from domain.media.upload_refusals import UploadHeaderInvalid


def test_a_checksum_in_other_letters_is_refused() -> None:
    with pytest.raises(UploadHeaderInvalid) as refused:
        checksum_of({"upload-checksum": "sha1 \xe9\xe9"})
    assert refused.value.field == "Upload-Checksum"


def test_metadata_in_other_letters_is_refused() -> None:
    with pytest.raises(UploadHeaderInvalid) as refused:
        metadata_of({"upload-metadata": "filename \xe9\xe9"})
    assert refused.value.field == "Upload-Metadata"
