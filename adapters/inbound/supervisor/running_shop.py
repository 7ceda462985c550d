"""The settings of the shop that `passepartout up` keeps running, for programs beside it."""

import json
from collections.abc import Mapping
from pathlib import Path

from adapters.inbound.supervisor.environment import embedded_parts, settings_in, shop_environment
from adapters.inbound.supervisor.refusals import CannotStart


def environment_of_running(data_dir: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` is the one that it was started with. Raises CannotStart if none is running."""
    folder = data_dir.absolute()
    try:
        told = json.loads((folder / "run" / "up.json").read_text())
        ports = json.loads((folder / "run" / "ports.json").read_text())
        secrets = json.loads((folder / "secrets.json").read_text())
    except FileNotFoundError as error:
        raise CannotStart(
            f"No shop runs in {folder}: start one with `passepartout up --data-dir {data_dir}`."
        ) from error
    except OSError as error:
        raise CannotStart(f"{error.filename} cannot be read: {error.strerror}.") from error
    given = {"PUBLIC_BASE_URL": told["public_base_url"], **settings_in(environment)}
    parts = embedded_parts(given)
    settings = shop_environment(given, parts, folder, {"api": 0, **ports}, secrets)
    return {**environment, **settings}
