"""`passepartout worker`: takes jobs from the bell, and from the table when nobody rings."""

from argparse import ArgumentParser, Namespace

from adapters.inbound.cli.settings_or_refusal import settings_or_refusal


def add_arguments(parser: ArgumentParser) -> None:
    """It takes none: everything is a setting."""


def run(arguments: Namespace) -> None:
    settings = settings_or_refusal()

    from adapters.inbound.jobs import worker

    worker.run(settings)
