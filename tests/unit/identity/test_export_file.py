"""The file of an export."""

import io
import json
import zipfile
from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.privacy.export_file import export_file


def read(data: bytes) -> dict[str, object]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def test_every_kind_is_a_document_of_its_own() -> None:
    moment, some_id = datetime(2026, 3, 1, 12, tzinfo=UTC), UUID(int=7)
    data = {"orders": [{"at": moment, "id": some_id, "total": 5}], "mails": []}
    assert read(export_file(data)) == {
        "mails.json": [],
        "orders.json": [{"at": "2026-03-01T12:00:00+00:00", "id": str(some_id), "total": 5}],
    }


def test_equal_data_makes_equal_bytes() -> None:
    assert export_file({"a": [{"name": "Zoë"}], "b": []}) == export_file(
        {"b": [], "a": [{"name": "Zoë"}]}
    )


def test_what_json_does_not_know_is_a_fault_and_no_half_truth() -> None:
    with pytest.raises(TypeError):
        export_file({"a": [{"what": object()}]})
