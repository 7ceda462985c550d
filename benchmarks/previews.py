"""What a preview costs over HTTP: from the cache, and drawn anew of a 24-megapixel picture."""

import json
from itertools import count
from pathlib import Path

import httpx

from adapters.inbound.supervisor.stack import running_stack
from benchmarks.load import Call, measure
from benchmarks.peak_memory import peak_rss_mb
from benchmarks.photograph import take_photograph
from benchmarks.report import Figures

# Far more than any slider asks, and none of it to be measured here.
LIMITS = {"RATE_LIMIT_PREVIEW": "1000000/1"}
DESIGN = {
    "templateId": "full-bleed",
    "frameSize": "16x20",
    "frameStyle": "classic",
    "frameMaterial": "black",
}
WARM_UP_S = 1.0


async def run_previews(data_dir: Path, *, seconds: int, libvips_p50_ms: float) -> Figures:
    """One buyer, one request after the other, as one who moves a slider.

    A miss stands beside what libvips alone took for a preview of the same picture, in this run.
    """
    async with running_stack(data_dir / "shop", environment=LIMITS) as stack:
        base_url = stack.environment["PUBLIC_BASE_URL"]
        photograph = take_photograph(data_dir / "photograph.jpg").read_bytes()
        path, token = await _a_design(base_url, photograph)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        zooms = count()

        def same(_: int) -> Call:
            return Call(method="POST", path=path, headers=headers, body=b"{}")

        def another(_: int) -> Call:
            body = json.dumps({"placement": {"zoom": 1 + next(zooms) / 5000}}).encode()
            return Call(method="POST", path=path, headers=headers, body=body)

        port = int(base_url.rsplit(":", 1)[1])
        figures: Figures = {}
        for name, call in (("preview_hit", same), ("preview_miss", another)):
            load = await measure(port, call, connections=1, seconds=seconds, warm_up_s=WARM_UP_S)
            figures[name] = {
                "rps": round(load.rps, 1),
                "p50_ms": load.p50_ms,
                "p99_ms": load.p99_ms,
            }
        figures["preview_miss"] |= {
            "libvips_p50_ms": libvips_p50_ms,
            "ratio_to_libvips": figures["preview_miss"]["p50_ms"] / libvips_p50_ms,
            "peak_rss_mb": peak_rss_mb(stack.pids["api"]),
        }
    return figures


async def _a_design(base_url: str, picture: bytes) -> tuple[str, str]:
    """The path of its preview, and the token of its owner."""
    async with httpx.AsyncClient(base_url=base_url, timeout=60, trust_env=False) as http:
        guest = await http.post("/api/auth/guest")
        token = str(guest.raise_for_status().json()["token"])
        headers = {"Authorization": f"Bearer {token}"}
        file = {"file": ("photograph.jpg", picture, "image/jpeg")}
        sent = await http.post("/api/user-images", headers=headers, files=file)
        body = {**DESIGN, "imageId": sent.raise_for_status().json()["id"]}
        made = await http.post("/api/designs", headers=headers, json=body)
        return str(made.raise_for_status().json()["urls"]["preview"]), token
