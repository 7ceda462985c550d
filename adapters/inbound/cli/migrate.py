"""`passepartout migrate`: brings the schema of DATABASE_URL up to date; harmless to repeat."""

from argparse import ArgumentParser, Namespace

from adapters.inbound.cli.settings_or_refusal import settings_or_refusal
from adapters.inbound.supervisor.refusals import CannotStart


def add_arguments(parser: ArgumentParser) -> None:
    """It takes none: everything is a setting."""


def run(arguments: Namespace) -> None:
    settings = settings_or_refusal()

    from sqlalchemy.exc import ArgumentError, DBAPIError

    from adapters.outbound.postgres.migrate import migrate

    try:
        migrate(settings.database_url)
    except ArgumentError as error:
        raise CannotStart("DATABASE_URL is not the address of a database.") from error
    except (DBAPIError, OSError) as error:
        # The first line only: what follows may repeat the statement and its parameters.
        reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
        raise CannotStart(f"The database cannot be brought up to date: {reason}") from error
