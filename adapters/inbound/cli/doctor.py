"""`passepartout doctor`: do all parts fit together, and if not, what is to be set to what."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.inbound.doctor.finding import Finding


def add_arguments(parser: ArgumentParser) -> None:
    parser.epilog = (
        "Reads and changes nothing but a test file of its own. Exits 1 for any problem, 0 with "
        "warnings or without. Secrets are never printed."
    )
    parser.add_argument("--json", action="store_true", help="findings for machines")
    parser.add_argument(
        "--data-dir", type=Path, help="examine the shop that `passepartout up` keeps running there"
    )
    parser.add_argument(
        "--every-sku",
        action="store_true",
        help="ask the lab for all that is sold, not for DOCTOR_SKUS_MAX of it",
    )


def run(arguments: Namespace) -> int:
    import asyncio
    import shutil

    from adapters.inbound.doctor.report import as_json, as_table, exit_code

    findings = asyncio.run(_findings(arguments))
    columns = shutil.get_terminal_size().columns
    told = as_json(findings) if arguments.json else as_table(findings, columns)
    sys.stdout.write(f"{told}\n")
    return exit_code(findings)


async def _findings(arguments: Namespace) -> list[Finding]:
    import bootstrap
    from adapters.inbound.doctor.finding import problem
    from adapters.inbound.supervisor.running_shop import environment_of_running
    from adapters.settings import Settings, SettingsAreInvalid

    environment = dict(os.environ)
    if arguments.data_dir:
        environment = environment_of_running(arguments.data_dir, environment)
    try:
        settings = Settings.from_environment(environment)
    except SettingsAreInvalid as error:
        # Nothing else can be looked at, and no part of the shop starts like this.
        fix = "Set what it names as docs/settings.md says."
        return [problem("settings", str(error), fix)]
    async with bootstrap.build_doctor(settings, every_sku=arguments.every_sku) as examine:
        return await examine()
