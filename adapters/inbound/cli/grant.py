"""`passepartout grant ROLE EMAIL`: how the first administrator comes to be, and every other one."""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from adapters.inbound.cli.settings_or_refusal import add_data_dir, settings_or_refusal
from adapters.inbound.supervisor.refusals import CannotStart
from domain.identity.caller import Role

ROLES = [role.value for role in Role if role is not Role.GUEST]


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("role", choices=ROLES)
    parser.add_argument("email", help="of somebody who has signed up and confirmed")
    add_data_dir(parser)


def run(arguments: Namespace) -> None:
    asyncio.run(_grant(Role(arguments.role), arguments.email, arguments.data_dir))


async def _grant(role: Role, email: str, data_dir: Path | None) -> None:
    settings = settings_or_refusal(data_dir)

    import bootstrap
    from application.shared.outcomes import OutsideTrouble
    from domain.identity.refusals import AccountNotFound, LastAdmin
    from domain.shared.refusals import DomainError

    try:
        async with bootstrap.build_operator(settings) as change_role:
            account = await change_role.by_email(email, role)
    except AccountNotFound as nobody:
        raise CannotStart(f"Nobody has signed up as {email} and confirmed it by mail.") from nobody
    except LastAdmin as last:
        raise CannotStart("The shop needs one administrator at least.") from last
    except DomainError as refusal:
        raise CannotStart(f"That was refused: {refusal}.") from refusal
    except OutsideTrouble as trouble:
        raise CannotStart(f"The database does not answer: {trouble}.") from trouble
    sys.stdout.write(f"{account.email} is {role.value} now, and logged out everywhere.\n")
