"""A copy of the source tree in which guards can be taken away without harming anybody."""

import compileall
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from py_compile import PycInvalidationMode

ROOT = Path(__file__).parents[2]
LIST = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")


@contextmanager
def private_copy() -> Iterator[Path]:
    """Everything that git would know of, with what is not committed yet; gone at the end."""
    with tempfile.TemporaryDirectory(prefix="passepartout-guards-") as directory:
        copy = Path(directory) / "source"
        for name in _listed():
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name)
        # By content: a file that is changed twice in a second would pass for the same by its date.
        compileall.compile_dir(
            copy, quiet=2, workers=0, invalidation_mode=PycInvalidationMode.CHECKED_HASH
        )
        yield copy


def _listed() -> list[str]:
    listed = subprocess.run(  # noqa: S603 - a constant
        LIST, cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [name for name in listed.stdout.split("\0") if name]
