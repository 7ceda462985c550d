"""What a running shop tells other programs and people: where everything can be reached."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adapters.inbound.supervisor.data_directory import DataDirectory
from adapters.inbound.supervisor.kept_secrets import write_private


def addresses(environment: Mapping[str, str]) -> dict[str, str]:
    shop = environment["PUBLIC_BASE_URL"]
    told = {
        "Shop API": f"{shop}/api",
        "API documentation": f"{shop}/schema",
        "Mailbox": f"{shop}/mailbox",
    }
    if "STRIPE_API_BASE" in environment:
        told["Stripe"] = environment["STRIPE_API_BASE"]
    if "PRODIGI_API_BASE" in environment:
        told["Prodigi"] = environment["PRODIGI_API_BASE"]
    return told


def table(environment: Mapping[str, str]) -> str:
    lines = addresses(environment)
    width = max(map(len, lines))
    return "\n".join(f"  {name:<{width}}  {address}" for name, address in lines.items())


@dataclass(frozen=True, slots=True)
class Notice:
    """The file `run/up.json`, there as long as the shop is ready to be used."""

    data: DataDirectory
    environment: Mapping[str, str]

    @property
    def _file(self) -> Path:
        return self.data.run / "up.json"

    def put_up(self, pids: Mapping[str, int]) -> None:
        """The children's pids are those at this moment; `run/<name>.pid` has the latest."""
        told = {
            "pid": os.getpid(),
            "public_base_url": self.environment["PUBLIC_BASE_URL"],
            "addresses": addresses(self.environment),
            "control": {
                name: f"{self.environment[f'{name.upper()}_API_BASE']}/_control"
                for name in ("stripe", "prodigi")
                if name in pids
            },
            "pids": dict(pids),
            "data_dir": str(self.data.path),
        }
        write_private(self._file, json.dumps(told, indent=2) + "\n")

    def take_down(self) -> None:
        self._file.unlink(missing_ok=True)
