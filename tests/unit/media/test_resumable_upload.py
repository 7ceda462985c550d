"""An upload counts every byte once, ends once, and tells its refusal as it was."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.media.asset_key import is_asset_key
from domain.media.kept_refusal import KeptRefusal
from domain.media.refusals import PictureTooLarge
from domain.media.resumable_upload import ResumableUpload
from domain.media.upload_refusals import UploadEnded, UploadOffsetDiffers, UploadTooLong
from domain.shared.refusals import Invalid

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
UPLOAD = ResumableUpload(
    id=UUID(int=1), owner_id=UUID(int=2), bytes_total=100, created_at=NOON, expires_at=LATER
)


@given(st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), max_size=30))
def test_whatever_comes_in_whatever_order_each_byte_is_counted_once(
    tries: list[tuple[int, int]],
) -> None:
    upload, covered = UPLOAD, 0
    for number, (offset, bytes_count) in enumerate(tries):
        try:
            upload = upload.count_part(str(number), offset, bytes_count, NOON, LATER)
        except (UploadOffsetDiffers, UploadTooLong):
            assert offset != covered or offset + bytes_count > 100
            continue
        assert offset == covered
        covered += bytes_count
    assert upload.bytes_received == covered <= 100
    assert upload.is_full == (covered == 100)


def test_nothing_counts_after_the_end() -> None:
    with pytest.raises(UploadEnded):
        UPLOAD.count_part("a", 0, 1, LATER, LATER)
    with pytest.raises(UploadEnded):
        UPLOAD.end(NOON).check_next(0, 0, NOON)


def test_it_ends_once() -> None:
    done = UPLOAD.complete(UUID(int=3))
    assert done.refuse(KeptRefusal(code="x")) == done.complete(UUID(int=4)) == done
    refused = UPLOAD.refuse(KeptRefusal(code="x"))
    assert refused.complete(UUID(int=3)) == refused


def test_one_maker_at_a_time_until_its_claim_is_over() -> None:
    full = replace(UPLOAD, bytes_received=100)
    claimed = full.begin_finishing(LATER)
    assert full.can_be_finished(NOON)
    assert not claimed.can_be_finished(NOON)
    assert claimed.can_be_finished(LATER)
    assert claimed.let_others_finish().can_be_finished(NOON)
    assert not full.complete(UUID(int=3)).can_be_finished(NOON)
    assert not UPLOAD.can_be_finished(NOON)


def test_a_part_lies_under_a_key_that_the_shop_makes() -> None:
    assert is_asset_key(UPLOAD.key_of(f"{10**15}-{UUID(int=5).hex}"))


def test_a_refusal_is_told_again_as_it_was() -> None:
    refused = PictureTooLarge("Too much.", field="file", facts={"bytes_max": 5})
    again = KeptRefusal.of(refused).again()
    assert type(again) is PictureTooLarge
    assert (again.detail, again.field, again.facts) == ("Too much.", "file", {"bytes_max": 5})


def test_a_refusal_that_no_version_knows_any_more_is_still_one() -> None:
    assert type(KeptRefusal(code="of_long_ago").again()) is Invalid
