"""A key cannot lead out of the place where files are stored."""

import pytest

from domain.media.asset_key import is_asset_key


@pytest.mark.parametrize("key", ["a", "pictures/0190.jpg", "a/b/c-d_e.png", "a..b"])
def test_keys_that_the_shop_makes_are_keys(key: str) -> None:
    assert is_asset_key(key)


@pytest.mark.parametrize(
    "key",
    [
        *("", "/", "/etc/passwd", "../a", "a/../b", "a/..", "a//b", "a/", ".incoming/x", "A"),
        *("a b", "a\n", "a\x00", "ä", "a\\b", "a%2e", "a" * 201),
    ],
)
def test_all_others_are_not(key: str) -> None:
    assert not is_asset_key(key)
