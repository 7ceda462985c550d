"""Everything that a resumable upload goes through, over one store of rows and one of files."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from adapters.outbound.memory.clock import MemoryClock
from application.media.begin_part import BeginPart, BegunPart
from application.media.begin_upload import AnnouncedUpload, BeginUpload
from application.media.end_upload import EndUpload
from application.media.expire_uploads import ExpireUploads
from application.media.finish_upload import FinishUpload
from application.media.keep_part import KeepPart
from application.media.picture_links import PictureLinks, ShownPicture
from application.media.ports import Assets
from application.media.upload_picture import Upload
from domain.identity.owner import Owner
from domain.media.limits import PictureLimits
from domain.media.refusals import AssetNotFound
from domain.media.resumable_upload import ResumableUpload
from domain.operations.job import JobKind, NewJob
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import a_picture

LIFETIME = timedelta(hours=1)
GRACE = timedelta(minutes=10)
CLAIM = timedelta(minutes=1)
PARTS_MAX = 4
OPEN_MAX = 3


@dataclass(slots=True)
class UploadDesk:
    """`refusal` is what the next pictures are refused with; `made` are the bytes of the others."""

    persistence: Persistence
    assets: Assets
    folder: Path
    clock: MemoryClock = field(default_factory=MemoryClock)
    owner: Owner = field(default_factory=lambda: Owner(uuid4()))
    refusal: Exception | None = None
    made: list[bytes] = field(default_factory=list)

    async def begin(self, bytes_total: int, name: str = "dog.jpg") -> ResumableUpload:
        begin = BeginUpload(
            begin=self.persistence.begin,
            limits=PictureLimits(bytes_max=1_000_000, pixels_max=1, side_px_max=1),
            clock=self.clock,
            new_id=uuid4,
            lifetime=LIFETIME,
            open_max=OPEN_MAX,
        )
        return await begin(self.owner, AnnouncedUpload(bytes_total=bytes_total, name=name))

    async def admit(
        self, upload: ResumableUpload, offset: int, bytes_count: int | None = None
    ) -> BegunPart:
        admit = BeginPart(
            begin=self.persistence.begin, clock=self.clock, new_id=uuid4, parts_max=PARTS_MAX
        )
        return await admit(self.owner, upload.id, offset=offset, bytes_count=bytes_count)

    async def keep(self, part: BegunPart, data: bytes) -> ResumableUpload:
        keep = KeepPart(
            begin=self.persistence.begin, assets=self.assets, clock=self.clock, lifetime=LIFETIME
        )
        arrived = self.folder / uuid4().hex
        arrived.write_bytes(data)
        return await keep(self.owner, part, arrived, len(data))

    async def send(self, upload: ResumableUpload, offset: int, data: bytes) -> ResumableUpload:
        return await self.keep(await self.admit(upload, offset), data)

    async def finish(self, upload: ResumableUpload) -> ResumableUpload:
        finish = FinishUpload(
            begin=self.persistence.begin,
            assets=self.assets,
            make_picture=self.make_picture,
            clock=self.clock,
            claim=CLAIM,
        )
        return await finish(self.owner, upload.id)

    async def end(self, upload: ResumableUpload) -> None:
        end = EndUpload(begin=self.persistence.begin, assets=self.assets, clock=self.clock)
        await end(self.owner, upload.id)

    async def expire(self) -> None:
        """One round of the job, however many rows other tests have left."""
        expire = ExpireUploads(
            begin=self.persistence.begin,
            assets=self.assets,
            clock=self.clock,
            grace=GRACE,
            batch=10_000,
        )
        key = f"expire:{uuid4()}"
        async with self.persistence.begin() as work:
            await work.jobs.add([NewJob(kind=JobKind.EXPIRE_UPLOADS, dedupe_key=key)])
            await work.commit()
        lease = await self.persistence.queue.claim(await self.persistence.job_id(key))
        assert lease is not None
        await expire(lease)

    async def make_picture(self, owner: Owner, upload: Upload) -> ShownPicture:
        """As an ordinary upload would: the same bytes of one owner are one picture."""
        data = upload.file.read()
        assert hashlib.sha256(data).hexdigest() == upload.sha256
        if self.refusal is not None:
            raise self.refusal
        self.made.append(data)
        picture = replace(a_picture(owner.id), original_sha256=upload.sha256)
        async with self.persistence.begin() as work:
            kept = await work.pictures.add(picture)
            await work.commit()
        links = PictureLinks(assets=self.assets, clock=self.clock, lifetime=LIFETIME)
        return links.show(kept)

    async def kept(self, upload: ResumableUpload) -> ResumableUpload:
        async with self.persistence.begin() as work:
            return await work.uploads.lock(upload.owner_id, upload.id)

    async def stored(self, upload: ResumableUpload, parts: Collection[str]) -> set[str]:
        """Those of these parts whose files are there."""
        return {part for part in parts if await self._is_there(upload.key_of(part))}

    async def _is_there(self, key: str) -> bool:
        try:
            await self.assets.open(key)
        except AssetNotFound:
            return False
        return True
