"""How the simulator is started: flags, each with an environment variable of the same name."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FLAGS: list[tuple[str, Any, Any, str]] = [
    ("port", int, 12112, "port on 127.0.0.1"),
    ("data-dir", Path, Path("var/prodigi"), "where the orders are kept"),
    ("api-key", str, "test_prodigi_key", "the key that clients send as X-API-Key"),
    ("time-factor", float, 1.0, "how many times faster than life orders are produced"),
    ("seed", int, None, "makes the gaps between ids repeatable"),
    ("callback-retry-first-s", float, 1.0, "pause before a callback is sent again; doubles"),
    ("download-again-s", float, 30.0, "pause before a picture is fetched again, at time factor 1"),
    ("rate-limit", int, 30, "calls that a key has per window; 0 means no limit"),
    ("rate-window-s", float, 30.0, "length of that window"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    port: int
    data_dir: Path
    api_key: str
    time_factor: float
    seed: int | None
    callback_retry_first_s: float
    download_again_s: float
    rate_limit: int
    rate_window_s: float

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def read_settings(arguments: Sequence[str] | None = None) -> Settings:
    """Flags win over PRODIGI_SIM_* variables, which win over the defaults."""
    parser = argparse.ArgumentParser(
        prog="python -m simulators.prodigi", description="A stand-in for the Prodigi Print API v4."
    )
    for flag, kind, default, meaning in _FLAGS:
        variable = "PRODIGI_SIM_" + flag.replace("-", "_").upper()
        parser.add_argument(
            f"--{flag}",
            type=kind,
            default=os.environ.get(variable, default),
            help=f"{meaning} (default {default}; {variable})",
        )
    given = parser.parse_args(arguments)
    if given.time_factor <= 0:
        parser.error("--time-factor must be above 0")
    return Settings(**vars(given))
