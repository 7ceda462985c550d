"""The picture that is bought."""

from pathlib import Path

import pytest
import pyvips

from adapters.inbound.demo.picture import painted_picture, picture_of_yours
from adapters.inbound.demo.refusals import DemoFailed


def test_the_painted_picture_is_a_colourful_jpeg_of_the_asked_size() -> None:
    content = painted_picture(300, 240)
    painted = pyvips.Image.new_from_buffer(content, "")
    assert content.startswith(b"\xff\xd8\xff")
    assert (painted.width, painted.height, painted.bands) == (300, 240, 3)
    assert painted.deviate() > 20


def test_the_same_picture_is_painted_every_time() -> None:
    assert painted_picture(60, 48) == painted_picture(60, 48)


@pytest.mark.parametrize("name", ["missing.jpg", "empty.jpg", ""])
def test_a_file_that_cannot_be_used_is_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.jpg").touch()
    with pytest.raises(DemoFailed, match=r"^The picture .*\.$"):
        picture_of_yours(tmp_path / name)
