"""`passepartout reconcile`: what the worker does on a schedule, once and now, told as a table.

It exits with 1 while staff's list has open items, so that a cron job or a deployment notices.
"""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from adapters.inbound.cli.settings_or_refusal import add_data_dir, settings_or_refusal
from adapters.inbound.supervisor.refusals import CannotStart

HEAD = ("", "looked at", "found", "repaired", "cut short")
ROW = "{:<12}{:>10}{:>7}{:>10}{:>11}\n"


def add_arguments(parser: ArgumentParser) -> None:
    """All else is a setting."""
    add_data_dir(parser)


def run(arguments: Namespace) -> int:
    return asyncio.run(_reconcile(arguments.data_dir))


async def _reconcile(data_dir: Path | None) -> int:
    settings = settings_or_refusal(data_dir)

    import bootstrap
    from application.shared.outcomes import OutsideTrouble

    sys.stdout.write(ROW.format(*HEAD))
    try:
        async with bootstrap.build_reconcilers(settings) as each:
            for name, reconcile in (
                ("payments", each.payments),
                ("dropships", each.dropships),
                ("three ways", each.three_ways),
            ):
                told = await reconcile()
                cut_short = "yes" if told.cut_short else "no"
                sys.stdout.write(
                    ROW.format(name, told.looked_at, told.found, told.repaired, cut_short)
                )
            still_open = await each.three_ways.count_open()
    except OutsideTrouble as trouble:
        raise CannotStart(f"It could not be finished: {trouble}.") from trouble
    sys.stdout.write(f"{still_open} open attention items\n")
    return 1 if still_open else 0
