"""A client of the tus protocol over a buyer's connection: each method is one request."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256

import httpx

from tests.http.buyer import Buyer

UPLOADS = "/api/uploads"
VERSION = {"Tus-Resumable": "1.0.0"}
BODY = "application/offset+octet-stream"


def told(**pairs: str) -> str:
    """Upload-Metadata."""
    return ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in pairs.items())


def checksum(data: bytes) -> dict[str, str]:
    return {"Upload-Checksum": f"sha256 {b64encode(sha256(data).digest()).decode()}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """An upload that was begun."""

    buyer: Buyer
    path: str

    async def part(
        self, offset: int, data: bytes, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        said = {"Upload-Offset": str(offset), "Content-Type": BODY}
        return await self.buyer.ask(
            "PATCH", self.path, {**VERSION, **said, **(headers or {})}, content=data
        )

    async def head(self) -> httpx.Response:
        return await self.buyer.ask("HEAD", self.path, VERSION)

    async def offset(self) -> int:
        answer = await self.head()
        assert answer.status_code == 200, answer.headers
        return int(answer.headers["Upload-Offset"])

    async def show(self) -> httpx.Response:
        return await self.buyer.ask("GET", self.path)

    async def end(self) -> httpx.Response:
        return await self.buyer.ask("DELETE", self.path, VERSION)


async def begin(buyer: Buyer, length: int, headers: dict[str, str] | None = None) -> httpx.Response:
    said = {"Upload-Length": str(length)}
    return await buyer.ask("POST", UPLOADS, {**VERSION, **said, **(headers or {})})


async def begun(buyer: Buyer, length: int, **metadata: str) -> Sending:
    said = {"Upload-Metadata": told(**metadata)} if metadata else {}
    answer = await begin(buyer, length, said)
    assert answer.status_code == 201, answer.text
    return Sending(buyer=buyer, path=answer.headers["Location"])
