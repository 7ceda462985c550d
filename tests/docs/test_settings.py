"""docs/settings.md lists every setting with its default, and none that is gone."""

import re
from pathlib import Path

import msgspec

from adapters.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "settings.md"
ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)`(?: †)? \| (.*?) \| (.*?) ?\| (.+?) \|$", re.MULTILINE)


def documented() -> dict[str, tuple[str, str, str]]:
    rows = ROW.findall(PAGE.read_text())
    assert len(rows) == len({name for name, *_ in rows})
    return {name: (default, unit, meaning) for name, default, unit, meaning in rows}


def defaults() -> dict[str, object]:
    return {field.name.upper(): field.default for field in msgspec.structs.fields(Settings)}


def test_every_setting_is_documented_and_no_other_is() -> None:
    assert documented().keys() == defaults().keys()


def test_every_row_of_the_page_is_read_by_this_test() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    assert len(rows) == len(documented())


def test_the_defaults_are_the_real_ones() -> None:
    told = documented()
    wrong = {
        name: (told[name][0], default)
        for name, default in defaults().items()
        if not is_the_same(told[name][0], default)
    }
    assert wrong == {}


def is_the_same(told: str, default: object) -> bool:
    if isinstance(default, bool):
        return told == str(default).lower()
    if isinstance(default, int | float):
        return float(told) == default
    # What must never be used in production is not printed for people to copy.
    if "insecure" in str(default):
        return told.startswith("a development ")
    return told.strip("`") == (default or "none")


def test_durations_and_counts_have_a_unit_and_every_setting_a_sentence() -> None:
    for name, (_, unit, meaning) in documented().items():
        assert meaning[0].isupper(), name
        assert meaning.endswith("."), name
        if name.endswith("_S"):
            assert unit == "s", name
        elif isinstance(defaults()[name], int) and not isinstance(defaults()[name], bool):
            assert unit, name


def test_every_setting_is_used_somewhere() -> None:
    sources = "".join(
        path.read_text()
        for path in [
            ROOT / "bootstrap.py",
            *(ROOT / "composition").rglob("*.py"),
            *(ROOT / "adapters").rglob("*.py"),
        ]
        if path.name != "settings.py"
    )
    unused = {field.name for field in msgspec.structs.fields(Settings) if field.name not in sources}
    # Read through the properties that split them, or put them together.
    assert unused == {
        "stripe_webhook_secrets",
        "trusted_proxies",
        "picture_thumbnail_widths",
        "storage_s3_endpoint",
        "storage_s3_region",
        "storage_s3_path_style",
        "storage_timeout_s",
    }
