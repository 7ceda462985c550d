"""The pictures that golden cases are drawn from, made once."""

from pathlib import Path

import pytest

from tests.golden.drawing import write_originals


@pytest.fixture(scope="session")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("originals")
    write_originals(directory)
    return directory
