"""The build itself says no when a dependency points outward."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("domain", "application", "adapters", "composition", "simulators")
CHECKER = ("pyproject.toml", "tests/__init__.py", "tests/architecture")
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Of the packages and of what checks them."""
    for name in (*PACKAGES, *CHECKER):
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own words
        [str(LINT_IMPORTS), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_dependencies_point_inward() -> None:
    checked = lint(ROOT)
    assert checked.returncode == 0, checked.stdout
    assert " 0 broken" in checked.stdout


@pytest.mark.parametrize(
    ("module", "imported", "broken"),
    [
        ("domain/carts/clever.py", "import msgspec", "nothing but the standard library"),
        ("domain/carts/clever.py", "from application.shared import ports", "point inward only"),
        ("application/carts/clever.py", "import sqlalchemy", "nothing but the domain"),
        ("application/carts/clever.py", "import adapters.settings", "point inward only"),
        ("simulators/clever.py", "import domain.shared.money", "simulators know neither"),
    ],
)
def test_a_dependency_that_points_outward_breaks_the_build(
    copy: Path, module: str, imported: str, broken: str
) -> None:
    (copy / module).write_text(f'"""Too clever."""\n\n{imported}\n')
    checked = lint(copy)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert any(
        broken in line and line.endswith("BROKEN") for line in checked.stdout.splitlines()
    ), checked.stdout
