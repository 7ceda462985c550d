"""Whoever exports a person's data, as the tests drive them."""

import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from adapters.outbound.memory.assets import MemoryAssets
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from application.privacy.ask_for_export import AskForExport
from application.privacy.expire_exports import ExpireExports
from application.privacy.export_person import ExportPerson
from application.privacy.show_export import ShowExport, ShownExport
from domain.identity.owner import Owner
from domain.operations.job import JobKind, Lease, NewJob
from domain.privacy.personal_export import PersonalExport
from tests.contract.persistence import Persistence, until

KEPT = timedelta(days=7)
LINK = timedelta(hours=24)


@dataclass
class FaultyAssets(MemoryAssets):
    """Takes no file as long as there is trouble."""

    trouble: Exception | None = None

    def __init__(self) -> None:
        super().__init__(HmacAssetSignatures("secret", "https://shop.example"))

    async def put(self, key: str, data: bytes, media_type: str) -> None:
        if self.trouble is not None:
            raise self.trouble
        await super().put(key, data, media_type)


@dataclass
class Exporters:
    persistence: Persistence
    clock: MemoryClock = field(default_factory=MemoryClock)
    assets: FaultyAssets = field(default_factory=FaultyAssets)

    def __post_init__(self) -> None:
        begin, clock, assets = self.persistence.begin, self.clock, self.assets
        self._ask = AskForExport(begin=begin, clock=clock, new_id=uuid4, secret=lambda: uuid4().hex)
        self._show = ShowExport(begin=begin, assets=assets, clock=clock, link_lifetime=LINK)
        self.export = ExportPerson(
            begin=begin,
            personal_data=self.persistence.personal_data,
            assets=assets,
            clock=clock,
            new_id=uuid4,
            kept=KEPT,
            attempts_max=3,
            shop_url="https://shop.example",
        )
        self.expire = ExpireExports(begin=begin, assets=assets, clock=clock, kept=KEPT, batch=9_999)

    async def ask(self, account_id: UUID) -> PersonalExport:
        return await self._ask(Owner(account_id))

    async def show(self, account_id: UUID) -> ShownExport:
        return await self._show(Owner(account_id))

    async def lease(self, dedupe_key: str) -> Lease:
        job_id = await self.persistence.job_id(dedupe_key)
        return await until(self.persistence, lambda: self.persistence.queue.claim(job_id))

    async def run(self, export: PersonalExport) -> None:
        await self.export(await self.lease(f"export:{export.id}"))

    async def sweep(self) -> None:
        key = f"expire-{uuid4()}"
        async with self.persistence.begin() as work:
            await work.jobs.add([NewJob(kind=JobKind.EXPIRE_EXPORTS, dedupe_key=key)])
            await work.commit()
        await self.expire(await self.lease(key))

    async def file(self, export: PersonalExport) -> dict[str, Any]:
        stored = await self.assets.open(export.asset_key)
        data = b"".join([chunk async for chunk in stored.chunks])
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {
                name.removesuffix(".json"): json.loads(archive.read(name))
                for name in archive.namelist()
            }
