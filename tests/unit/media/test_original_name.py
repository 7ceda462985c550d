"""A file name is only ever shown, and is safe to show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.media.original_name import NAME_LENGTH_MAX, clean_name


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("dog.jpg", "dog.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ann\\dog.jpg", "dog.jpg"),
        ("dog\r\nSet-Cookie: a.jpg", "dog Set-Cookie: a.jpg"),
        ("gpj.\u202egod.exe", "gpj. god.exe"),
        ("Zoe\u0308.png", "Zo\u00eb.png"),
        ("", "picture"),
        (None, "picture"),
        ("photos/", "picture"),
        ("\x00", "picture"),
    ],
)
def test_a_name_keeps_what_a_buyer_recognises(given_name: str | None, shown: str) -> None:
    assert clean_name(given_name) == shown


@given(st.text(alphabet=st.characters(), max_size=500))
def test_any_name_becomes_a_short_printable_one(given_name: str) -> None:
    shown = clean_name(given_name)
    assert 1 <= len(shown) <= NAME_LENGTH_MAX
    assert shown.encode()
    assert not set(shown) & set("/\\\r\n\x00")
    assert clean_name(shown) == shown
