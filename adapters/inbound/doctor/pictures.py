"""A picture can be stored, read back, and fetched by the link that the lab would be given."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import httpx

from adapters.inbound.doctor.finding import Finding, problem, well
from application.media.ports import Assets
from application.shared.ports import Clock

NAME, LINK = "storage", "picture links"
FIX = (
    "Set STORAGE_URL to a directory that this user may write to and that has room, or to a bucket"
    " with STORAGE_S3_ENDPOINT and keys that may read, write and delete in it."
)
MEDIA_TYPE = "application/zip"
LINK_LIFETIME = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Leaves nothing behind."""

    assets: Assets
    clock: Clock
    http: httpx.AsyncClient

    async def __call__(self) -> list[Finding]:
        key, content = f"doctor/{uuid4().hex}.zip", uuid4().bytes
        await self.assets.put(key, content, MEDIA_TYPE)
        try:
            stored = await self.assets.open(key)
            if b"".join([chunk async for chunk in stored.chunks]) != content:
                return [problem(NAME, "what was written is read back otherwise", FIX)]
            return [well(NAME, "written and read back"), await self._by_link(key, content)]
        finally:
            await self.assets.delete(key)

    async def _by_link(self, key: str, content: bytes) -> Finding:
        url = self.assets.public_url(key, self.clock.now() + LINK_LIFETIME)
        try:
            answer = await self.http.get(url)
        except httpx.HTTPError as error:
            fix = "Set PUBLIC_BASE_URL to an address that leads to `passepartout api`."
            return problem(LINK, f"a link cannot be followed: {type(error).__name__}", fix)
        if answer.status_code == 200 and answer.content == content:
            return well(LINK, "a signed link leads to what was stored")
        return problem(
            LINK,
            f"a signed link is answered with {answer.status_code}",
            "Set ASSET_SECRET and STORAGE_URL here to the same as for `passepartout api`.",
        )
