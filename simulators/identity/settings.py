"""How the simulator is started: flags, each with an environment variable of the same name."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

AUDIENCE = "authenticated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    port: int
    data_dir: Path
    audience: str = AUDIENCE

    @property
    def issuer(self) -> str:
        """With the path that Supabase Auth has."""
        return f"http://127.0.0.1:{self.port}/auth/v1"


def read_settings(arguments: Sequence[str] | None = None) -> Settings:
    """Flags win over IDENTITY_SIM_* variables, which win over the defaults."""
    parser = argparse.ArgumentParser(
        prog="python -m simulators.identity", description="A stand-in for an OpenID issuer."
    )

    def option(name: str, default: str, meaning: str) -> None:
        variable = "IDENTITY_SIM_" + name.replace("-", "_").upper()
        given = os.environ.get(variable, default)
        parser.add_argument(f"--{name}", default=given, help=f"{meaning} ({variable})")

    option("port", "12113", "port on 127.0.0.1")
    option("data-dir", "var/identity", "where keys are kept")
    option("audience", AUDIENCE, "the `aud` of tokens")
    given = parser.parse_args(arguments)
    return Settings(
        port=int(given.port), data_dir=Path(given.data_dir), audience=str(given.audience)
    )
