"""`make bench`: what a shop does per second, beside what its database could do at best."""

import argparse
import tempfile
from pathlib import Path

import uvloop

from benchmarks.main_job import run_main_job
from benchmarks.previews import run_previews
from benchmarks.rendering import run_rendering
from benchmarks.report import print_report, write_report
from benchmarks.webhooks import run_webhooks


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--seconds", type=int, default=8, help="how long each load lasts")
    options.add_argument("--connections", type=int, default=16)
    options.add_argument("--report", type=Path, default=Path("var/bench.json"))
    options.add_argument(
        "--check", action="store_true", help="exit 1 when a figure is below its limit"
    )
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="passepartout-bench-") as data_dir:
        figures = uvloop.run(
            run_main_job(Path(data_dir), seconds=given.seconds, connections=given.connections)
        )
    with tempfile.TemporaryDirectory(prefix="passepartout-bench-") as data_dir:
        figures |= uvloop.run(run_webhooks(Path(data_dir), seconds=given.seconds))
    with tempfile.TemporaryDirectory(prefix="passepartout-bench-") as data_dir:
        figures |= uvloop.run(run_rendering(Path(data_dir)))
    with tempfile.TemporaryDirectory(prefix="passepartout-bench-") as data_dir:
        figures |= uvloop.run(
            run_previews(
                Path(data_dir),
                seconds=given.seconds,
                libvips_p50_ms=figures["preview_render"]["libvips_p50_ms"],
            )
        )
    write_report(given.report, figures)
    missed = print_report(figures)
    if given.check and missed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
