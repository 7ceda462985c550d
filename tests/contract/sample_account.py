"""Accounts and tickets for tests that need some."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from domain.identity.account import Account
from domain.identity.email_ticket import EmailTicket, TicketPurpose
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON


def an_account(**changes: Any) -> Account:
    """Not kept yet."""
    return Account(
        **{
            "id": uuid4(),
            "email": f"ada-{uuid4()}@buyer.example",
            "user_name": "Ada",
            "created_at": NOON,
            **changes,
        }
    )


async def kept_account(persistence: Persistence, **changes: Any) -> Account:
    account = an_account(**changes)
    async with persistence.begin() as work:
        assert await work.accounts.add(account)
        await work.commit()
    return account


def a_ticket(account: Account, **changes: Any) -> EmailTicket:
    """Not kept yet."""
    return EmailTicket(
        **{
            "id": uuid4(),
            "account_id": account.id,
            "purpose": TicketPurpose.CONFIRM,
            "email": account.email,
            "token_hash": str(uuid4()),
            "created_at": NOON,
            "expires_at": NOON + timedelta(hours=1),
            **changes,
        }
    )
