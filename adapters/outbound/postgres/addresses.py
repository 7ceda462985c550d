"""Address books in PostgreSQL; a partial unique index keeps one default per owner."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.personal import addresses
from domain.identity.address_book import AddressBook, SavedAddress
from domain.shipping.address import Address

# Any number will do that no other advisory lock of the shop is seeded with.
SEED = 4711


class PostgresAddresses:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self, owner_id: UUID) -> AddressBook:
        # An empty book has no row to lock, and people of other issuers have no account to lock.
        key = func.hashtextextended(str(owner_id), SEED)
        await self._connection.execute(select(func.pg_advisory_xact_lock(key)))
        return await self.read(owner_id)

    async def read(self, owner_id: UUID) -> AddressBook:
        found = await self._connection.execute(
            select(addresses)
            .where(addresses.c.owner_id == owner_id)
            .order_by(addresses.c.created_at, addresses.c.id)
        )
        return AddressBook(
            addresses=tuple(
                SavedAddress(**{**row, "address": Address(**row["address"])})
                for row in found.mappings()
            )
        )

    async def save(self, before: AddressBook, after: AddressBook) -> None:
        kept = {saved.id: saved for saved in after.addresses}
        gone = [saved.id for saved in before.addresses if saved.id not in kept]
        if gone:
            await self._connection.execute(delete(addresses).where(addresses.c.id.in_(gone)))
        # The old default steps back first: the index sees every row as it is written.
        demoted = [
            saved.id
            for saved in before.addresses
            if saved.is_default and saved.id in kept and not kept[saved.id].is_default
        ]
        if demoted:
            await self._connection.execute(
                update(addresses).where(addresses.c.id.in_(demoted)).values(is_default=False)
            )
        changed = [to_row(saved) for saved in after.addresses if saved not in before.addresses]
        if changed:
            writing = insert(addresses).values(changed)
            await self._connection.execute(
                writing.on_conflict_do_update(
                    index_elements=["id"],
                    set_={
                        "address": writing.excluded.address,
                        "is_default": writing.excluded.is_default,
                    },
                )
            )


def to_row(saved: SavedAddress) -> dict[str, Any]:
    return asdict(saved)
