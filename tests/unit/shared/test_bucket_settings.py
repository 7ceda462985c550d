"""A bucket that is set by halves keeps the shop from starting."""

import pytest

from adapters.settings import Settings, SettingsAreInvalid

WHOLE = {
    "STORAGE_URL": "s3://pictures/of/the-shop",
    "STORAGE_S3_ENDPOINT": "https://store.example",
    "STORAGE_S3_ACCESS_KEY": "an access key",
    "STORAGE_S3_SECRET_KEY": "not to be told",
}


def test_a_bucket_is_read_from_the_environment() -> None:
    bucket = Settings.from_environment(WHOLE).bucket
    assert bucket is not None
    assert (bucket.name, bucket.prefix) == ("pictures", "of/the-shop")
    assert bucket.endpoint == "https://store.example"


def test_files_are_on_disk_unless_said_otherwise() -> None:
    assert Settings.from_environment({}).bucket is None


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"STORAGE_S3_ACCESS_KEY": ""}, "STORAGE_S3_ACCESS_KEY"),
        ({"STORAGE_S3_SECRET_KEY": ""}, "STORAGE_S3_SECRET_KEY"),
        ({"STORAGE_S3_ENDPOINT": "store.example"}, "STORAGE_S3_ENDPOINT"),
        ({"STORAGE_URL": "s3://"}, "STORAGE_URL"),
        ({"STORAGE_URL": "s3://bucket/x?endpoint=y"}, "STORAGE_URL"),
        ({"STORAGE_URL": "s3://key:not to be told@bucket"}, "STORAGE_URL"),
        ({"STORAGE_URL": "file:./var", "ENVIRONMENT": "production"}, "STORAGE_URL"),
    ],
)
def test_half_a_bucket_is_refused_by_name_and_without_the_secret(
    changed: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingsAreInvalid, match=named) as told:
        Settings.from_environment({**WHOLE, **changed})
    assert "not to be told" not in str(told.value)
