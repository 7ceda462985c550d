"""Accounts in PostgreSQL."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.fulfilment import mails
from adapters.outbound.postgres.tables.identity import email_tickets, users
from domain.identity.account import Account
from domain.identity.caller import Role
from domain.identity.refusals import AccountNotFound, EmailTaken


class PostgresAccounts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, account: Account) -> bool:
        added = await self._connection.execute(
            insert(users).values(_row(account)).on_conflict_do_nothing().returning(users.c.id)
        )
        return added.first() is not None

    async def get(self, account_id: UUID) -> Account:
        return _present(await self._one(_living().where(users.c.id == account_id)))

    async def find_by_email(self, email: str) -> Account | None:
        return await self._one(_living().where(users.c.email == email))

    async def lock(self, account_id: UUID) -> Account:
        # Sign-ups elsewhere that refer to the row by its key need not wait for this.
        locking = _living().where(users.c.id == account_id).with_for_update(key_share=True)
        return _present(await self._one(locking))

    async def forget_unconfirmed(self, before: datetime, limit: int) -> int:
        waiting = select(email_tickets.c.id).where(email_tickets.c.account_id == users.c.id)
        stale = (
            select(users.c.id)
            .where(
                users.c.confirmed_at.is_(None),
                users.c.erased_at.is_(None),
                users.c.created_at < before,
                ~waiting.exists(),
            )
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("stale")
        )
        # In one statement, at whose end the mails' references are checked.
        unsent = delete(mails).where(mails.c.account_id.in_(select(stale.c.id))).cte("unsent")
        forgetting = delete(users).where(users.c.id.in_(select(stale.c.id))).add_cte(unsent)
        return (await self._connection.execute(forgetting)).rowcount

    async def save(self, account: Account) -> None:
        changed = update(users).where(users.c.id == account.id).values(_row(account))
        try:
            done = await self._connection.execute(changed)
        except IntegrityError as error:
            raise EmailTaken from error
        if done.rowcount != 1:
            raise AccountNotFound

    async def _one(self, asked: Select[Any]) -> Account | None:
        row = (await self._connection.execute(asked)).mappings().one_or_none()
        return None if row is None else Account(**{**row, "role": Role(row["role"])})


def _living() -> Select[Any]:
    return select(users).where(users.c.erased_at.is_(None))


def _row(account: Account) -> dict[str, Any]:
    return asdict(account) | {"role": account.role.value}


def _present(account: Account | None) -> Account:
    if account is None:
        raise AccountNotFound
    return account
