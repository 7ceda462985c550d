"""`python -m tests.golden` draws the golden pictures anew: look at each before it is committed."""

import sys
import tempfile
from pathlib import Path

from tests.golden.cases import CASES
from tests.golden.drawing import STORED, draw, stored, write_originals

if __name__ == "__main__":
    STORED.mkdir(exist_ok=True)
    for left in STORED.glob("*.jpg"):
        left.unlink()
    with tempfile.TemporaryDirectory() as directory:
        write_originals(Path(directory))
        for case in CASES:
            draw(case, Path(directory), stored(case))
            sys.stdout.write(f"{case.name}: {case.words}\n")
