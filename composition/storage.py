"""Where files are kept: a directory, or a bucket of an S3-compatible store."""

from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from adapters.outbound.storage.local_disk import LocalDiskAssets, directory_of
from adapters.outbound.storage.s3 import S3Assets
from adapters.outbound.storage.s3_store import connected
from adapters.settings import Settings
from application.media.ports import Assets


def assets_of(settings: Settings, signatures: HmacAssetSignatures) -> Assets:
    """Raises ValueError for a STORAGE_URL that names neither."""
    bucket = settings.bucket
    if bucket is not None:
        return S3Assets(connected(bucket), signatures)
    return LocalDiskAssets(directory_of(settings.storage_url), signatures)
