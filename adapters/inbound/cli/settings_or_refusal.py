"""The settings of this process, or the sentence that says which of them cannot be used."""

import os
from argparse import ArgumentParser
from pathlib import Path

from adapters.inbound.supervisor.refusals import CannotStart
from adapters.inbound.supervisor.running_shop import environment_of_running
from adapters.settings import Settings, SettingsAreInvalid


def settings_or_refusal(data_dir: Path | None = None) -> Settings:
    """With `data_dir`, those of the shop that `passepartout up` keeps running there."""
    environment = dict(os.environ)
    if data_dir is not None:
        environment = environment_of_running(data_dir, environment)
    try:
        return Settings.from_environment(environment)
    except SettingsAreInvalid as error:
        raise CannotStart(str(error)) from error


def add_data_dir(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--data-dir", type=Path, help="the shop that `passepartout up` keeps running there"
    )
