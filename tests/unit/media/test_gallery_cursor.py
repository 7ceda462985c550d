"""A cursor is read back exactly, and nothing else is taken for one."""

import base64
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.media.gallery_cursor import PAGE_MAX, CursorInvalid, GalleryCursor

MOMENTS = st.datetimes(timezones=st.just(UTC))


@given(at=MOMENTS, picture_id=st.uuids(), page=st.integers(1, PAGE_MAX))
def test_a_cursor_is_read_as_it_was_written(at: datetime, picture_id: UUID, page: int) -> None:
    cursor = GalleryCursor(created_at=at, id=picture_id, page=page)
    assert GalleryCursor.read(str(cursor)) == cursor


@given(st.text(max_size=120))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(CursorInvalid):
        GalleryCursor.read(text)


@given(st.binary(min_size=28, max_size=28))
def test_invented_bytes_are_a_cursor_in_its_one_spelling_or_none(data: bytes) -> None:
    text = base64.urlsafe_b64encode(data).decode().rstrip("=")
    try:
        cursor = GalleryCursor.read(text)
    except CursorInvalid:
        return
    assert str(cursor) == text


def test_a_cursor_with_something_more_is_refused() -> None:
    cursor = str(GalleryCursor(created_at=datetime(2026, 3, 1, tzinfo=UTC), id=uuid4(), page=2))
    for text in (
        cursor + "A",
        cursor + "=",
        " " + cursor,
        cursor[:-1],
        cursor.replace("A", "+", 1),
    ):
        with pytest.raises(CursorInvalid):
            GalleryCursor.read(text)
