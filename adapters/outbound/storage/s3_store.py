"""A client for a bucket, with limits on how long anything may take."""

from datetime import timedelta
from typing import TYPE_CHECKING

from obstore.store import S3Store

from adapters.outbound.storage.bucket import Bucket

if TYPE_CHECKING:
    from obstore.store import S3Config

RETRIES_MAX = 3
CONNECT_TIMEOUT_S = 5.0
# A buyer on a slow line may take this long for one file that is streamed through us.
TRANSFER_MAX_S = 3600.0


def connected(bucket: Bucket) -> S3Store:
    """Nothing is sent before it is used."""
    silence = timedelta(seconds=bucket.timeout_s)
    given: S3Config = {
        "region": bucket.region,
        "virtual_hosted_style_request": not bucket.path_style,
        # Not every store that calls itself compatible has the call for many at once.
        "disable_bulk_delete": True,
    }
    if bucket.access_key:
        given["access_key_id"] = bucket.access_key
        given["secret_access_key"] = bucket.secret_key
    if bucket.endpoint:
        given["endpoint"] = bucket.endpoint.rstrip("/")
    return S3Store(
        bucket.name,
        prefix=bucket.prefix or None,
        config=given,
        client_options={
            "allow_http": bucket.endpoint.startswith("http://"),
            "connect_timeout": timedelta(seconds=min(CONNECT_TIMEOUT_S, bucket.timeout_s)),
            "read_timeout": silence,
            "timeout": timedelta(seconds=TRANSFER_MAX_S),
        },
        retry_config={"max_retries": RETRIES_MAX, "retry_timeout": silence},
    )
