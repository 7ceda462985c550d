"""docs/privacy.md says of every table what becomes of it when a person is erased."""

import importlib
import pkgutil
from pathlib import Path

from adapters.outbound.postgres import tables
from adapters.outbound.postgres.tables.metadata import metadata

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
OF_NOBODY = {"heartbeats"}


def test_every_table_is_spoken_of() -> None:
    for module in pkgutil.iter_modules(tables.__path__):
        importlib.import_module(f"{tables.__name__}.{module.name}")
    page = PAGE.read_text()
    silent = {name for name in metadata.tables if f"`{name}`" not in page}
    assert silent == OF_NOBODY
