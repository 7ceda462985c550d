"""Which bucket of which S3-compatible store the settings name."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

SCHEME = "s3://"


def names_bucket(storage_url: str) -> bool:
    return storage_url.startswith(SCHEME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """`storage_url` is `s3://bucket/prefix`; without an endpoint it is Amazon's of the region.

    Without the two keys those of the machine's role are used. `timeout_s` is how long the store
    may keep silent, and how long a refused call is tried again.
    """

    storage_url: str
    endpoint: str = ""
    region: str = "us-east-1"
    access_key: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)
    path_style: bool = True
    timeout_s: float = 20.0

    def __post_init__(self) -> None:
        """Raises ValueError, which repeats no secret."""
        place = urlsplit(self.storage_url)
        if place.scheme != "s3" or not place.netloc or place.query or place.fragment:
            raise ValueError("STORAGE_URL must look like s3://bucket or s3://bucket/prefix.")
        if "@" in place.netloc:
            raise ValueError("STORAGE_URL must not hold keys: set STORAGE_S3_ACCESS_KEY instead.")
        if bool(self.access_key) != bool(self.secret_key):
            raise ValueError("Set both of STORAGE_S3_ACCESS_KEY and STORAGE_S3_SECRET_KEY.")
        if self.endpoint and not self.endpoint.startswith(("https://", "http://")):
            raise ValueError("STORAGE_S3_ENDPOINT must begin with https:// or http://.")

    @property
    def name(self) -> str:
        return urlsplit(self.storage_url).netloc

    @property
    def prefix(self) -> str:
        return urlsplit(self.storage_url).path.strip("/")
