"""A device's name with a NUL once made the merge at log-in fail; a megabyte of it was kept."""

import pytest

from adapters.inbound.http.origin import DEVICE_CHARACTERS_MAX, readable_device


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (None, ""),
        ("a\0b\n", "ab"),
        ("Adas Händi", "Adas Händi"),
        ("x" * 900_000, "x" * DEVICE_CHARACTERS_MAX),
    ],
    ids=["none", "not printable", "a name", "too long"],
)
def test_what_is_kept_of_it_is_readable_and_short(written: str | None, kept: str) -> None:
    assert readable_device(written) == kept
