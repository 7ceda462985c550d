"""How the figures are printed and kept, and which of them have a limit."""

import json
import sys
from pathlib import Path
from typing import Any

Figures = dict[str, dict[str, Any]]

# Least ratio to the yardstick, most milliseconds at p99, most round trips; None is not measured.
LIMITS: dict[str, tuple[float | None, float, int | None]] = {
    "add_to_cart": (0.10, 100.0, 5),
    "read_cart": (0.20, 100.0, 2),
    "webhook_intake": (0.0, 100.0, 4),
    "cart_batch_100": (0.0, 1000.0, 8),
    "cart_merge_50_50": (0.0, 1000.0, 12),
    "log_in": (0.0, 2000.0, 8),
    "webhooks_broker_up": (None, 20.0, None),
    "webhooks_broker_silent": (None, 20.0, None),
    "webhooks_broker_down": (None, 20.0, None),
}
# The most that a figure of pictures may be.
PICTURE_LIMITS: dict[str, dict[str, float]] = {
    "preview_hit": {"p50_ms": 5.0},
    "preview_miss": {"p50_ms": 150.0, "ratio_to_libvips": 1.5},
    "preview_render": {"p50_ms": 150.0, "ratio_to_libvips": 1.5},
    "render_final": {"ratio_to_libvips": 1.3, "peak_rss_mb": 400.0},
}
COLUMNS = ("rps", "p50_ms", "p99_ms", "ratio", "round_trips", "ratio_to_libvips", "peak_rss_mb")


def write_report(path: Path, figures: Figures) -> None:
    """Figures of other benchmarks that the file holds already are kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before: Figures = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps(before | figures, indent=2) + "\n")


def print_report(figures: Figures) -> list[str]:
    """Prints a table, and returns the limits that were missed."""
    missed = [problem for name in LIMITS for problem in _missed(name, figures.get(name, {}))]
    missed += [problem for name in PICTURE_LIMITS for problem in _too_much(name, figures)]
    lines = [f"{'':24}" + "".join(f"{column:>18}" for column in COLUMNS)]
    for name, figure in figures.items():
        cells = "".join(f"{_cell(figure.get(column)):>18}" for column in COLUMNS)
        lines.append(f"{name:24}{cells}")
    lines += [f"MISSED: {problem}" for problem in missed]
    sys.stdout.write("\n".join(lines) + "\n")
    return missed


def _missed(name: str, figure: dict[str, Any]) -> list[str]:
    if not figure:
        return [f"{name} was not measured"]
    ratio_min, p99_max_ms, round_trips_max = LIMITS[name]
    return [
        f"{name}: {what} is {figure[what]}, the limit is {limit}"
        for what, limit, sign in (
            ("ratio", ratio_min, -1),
            ("p99_ms", p99_max_ms, 1),
            ("round_trips", round_trips_max, 1),
        )
        if limit is not None and sign * figure[what] > sign * limit
    ]


def _too_much(name: str, figures: Figures) -> list[str]:
    figure = figures.get(name, {})
    if not figure:
        return [f"{name} was not measured"]
    return [
        f"{name}: {what} is {figure[what]}, the limit is {limit}"
        for what, limit in PICTURE_LIMITS[name].items()
        if (figure[what] or 0) > limit
    ]


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:,.3f}" if isinstance(value, float) else f"{value}"
