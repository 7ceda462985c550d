"""What a catalogue's file may say."""

import json
from pathlib import Path

import msgspec
import pytest

from adapters.outbound.prodigi.catalogue_file import FILE, read_catalogue


def test_each_mount_colour_is_a_style_because_only_the_sku_tells_the_lab(tmp_path: Path) -> None:
    told = json.loads(FILE.read_text())
    told["styles"]["mounted"]["mountColours"]["black"] = "#101010"
    file = tmp_path / "catalogue.json"
    file.write_text(json.dumps(told))
    with pytest.raises(msgspec.ValidationError, match="mounted"):
        read_catalogue(file)
