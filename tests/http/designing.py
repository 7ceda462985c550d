"""What a buyer does with designs, a request each."""

import asyncio
import time
from typing import Any

import httpx

from tests.http.buyer import Buyer

FRAME = {"frameSize": "8x10", "frameStyle": "classic", "frameMaterial": "black"}
PATIENCE_S = 60.0


async def design(
    buyer: Buyer, image_id: str, headers: dict[str, str] | None = None, **changed: Any
) -> httpx.Response:
    body = {"templateId": "full-bleed", "imageId": image_id, **FRAME, **changed}
    return await buyer.ask("POST", "/api/designs", headers, json=body)


async def a_draft(buyer: Buyer, image_id: str, **changed: Any) -> dict[str, Any]:
    answer = await design(buyer, image_id, **changed)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def finalize(buyer: Buyer, design_id: str, **headers: str) -> httpx.Response:
    return await buyer.ask("POST", f"/api/designs/{design_id}/finalize", headers)


async def preview(
    buyer: Buyer, design_id: str, headers: dict[str, str] | None = None, **look: Any
) -> httpx.Response:
    content: dict[str, Any] = {"json": look} if look else {}
    return await buyer.ask("POST", f"/api/designs/{design_id}/preview", headers, **content)


async def job_over(buyer: Buyer, job_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        answer = await buyer.ask("GET", f"/api/jobs/{job_id}")
        assert answer.status_code == 200, answer.text
        job: dict[str, Any] = answer.json()
        if job["status"] in ("completed", "failed"):
            return job
        await asyncio.sleep(0.1)
    raise TimeoutError(job_id)


async def copied(buyer: Buyer, design_id: str) -> httpx.Response:
    return await buyer.ask("POST", "/api/designs", json={"copyOf": design_id})
