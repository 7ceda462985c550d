"""Only programs know how the shop is put together, and asking for help puts nothing together."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("domain", "application", "adapters", "composition", "simulators", "benchmarks")
ENTRY_POINTS = {
    "adapters/inbound/cli/doctor.py",
    "adapters/inbound/cli/grant.py",
    "adapters/inbound/cli/reconcile.py",
    "adapters/inbound/cli/simulate.py",
    "adapters/inbound/http/server.py",
    "adapters/inbound/jobs/worker.py",
}
# Whatever takes long to import or does something when it is imported.
HEAVY = ("bootstrap", "litestar", "sqlalchemy", "dramatiq", "stripe", "pyvips", "redis", "asyncpg")


def imported_by(file: Path) -> set[str]:
    """Roots of all that the file imports, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def files() -> dict[str, Path]:
    return {
        file.relative_to(ROOT).as_posix(): file
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
    }


def test_nothing_but_entry_points_knows_the_composition_root() -> None:
    knowing = {name for name, file in files().items() if "bootstrap" in imported_by(file)}
    assert knowing >= ENTRY_POINTS
    assert {name for name in knowing - ENTRY_POINTS if not name.startswith("benchmarks/")} == set()


def test_only_the_root_knows_how_the_areas_are_put_together() -> None:
    knowing = {name for name, file in files().items() if "composition" in imported_by(file)}
    assert {name for name in knowing if not name.startswith("composition/")} == set()
    assert "composition" in imported_by(ROOT / "bootstrap.py")


def test_asking_for_help_imports_nothing_heavy() -> None:
    asked = (
        "import sys; from adapters.inbound.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        f"loaded = sorted(set({HEAVY!r}) & set(sys.modules))\n"
        "sys.exit(f'help has imported {loaded}' if loaded else 0)"
    )
    answered = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answered.returncode == 0, answered.stderr
    assert "demo" in answered.stdout


def test_every_file_begins_with_what_it_is_for() -> None:
    silent = [
        name
        for name, file in files().items()
        if file.read_text().strip() and not ast.get_docstring(ast.parse(file.read_text()))
    ]
    assert silent == []
