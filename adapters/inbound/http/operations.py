"""Routes for operators: is it alive, is it ready, how is it doing."""

import asyncio
from typing import Any

from litestar import Controller, MediaType, Response, get
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer
from adapters.inbound.http.provided import Provided
from adapters.outbound.postgres.heartbeats import PostgresHeartbeats, Pulse
from adapters.settings import Settings
from application.shared.outcomes import OutsideTrouble
from domain.resilience.rate_class import RateClass


class Check(Answer):
    name: str
    ok: bool
    detail: str = ""


class Readiness(Answer):
    """Ready while the database answers; the rest is told, because orders only wait for it."""

    ready: bool
    checks: list[Check]


class OperationsController(Controller):
    tags = ["operations"]
    opt = open_to(Access.PUBLIC, RateClass.OPERATE)

    @get("/health/live", summary="The process answers", sync_to_thread=False)
    def live(self) -> dict[str, bool]:
        return {"live": True}

    @get("/health/ready", summary="Everything behind it answers")
    async def ready(
        self,
        heartbeats: Provided[PostgresHeartbeats],
        broker_client: Provided[Redis],
        settings: Provided[Settings],
    ) -> Response[Readiness]:
        """200 when database, broker, relay and worker are well; 503 says which is not."""
        pulse, broker = await asyncio.gather(_pulse(heartbeats), _broker(broker_client))
        checks = [*_checks(pulse, settings), broker]
        ready = all(check.ok for check in checks)
        return Response(Readiness(ready=ready, checks=checks), status_code=200 if ready else 503)

    @get("/metrics", summary="Prometheus metrics", media_type=MediaType.TEXT)
    async def metrics(self, heartbeats: Provided[PostgresHeartbeats]) -> Response[bytes]:
        pulse = await _pulse(heartbeats)
        lines = _gauges(pulse) if isinstance(pulse, Pulse) else "passepartout_database_up 0\n"
        text: bytes = generate_latest() + lines.encode()
        return Response(text, media_type=CONTENT_TYPE_LATEST)


async def _pulse(heartbeats: PostgresHeartbeats) -> Pulse | OutsideTrouble:
    try:
        return await heartbeats.pulse()
    except OutsideTrouble as trouble:
        return trouble


async def _broker(client: Any) -> Check:
    try:
        await client.ping()
    except (RedisError, OSError) as error:
        return Check(name="broker", ok=False, detail=type(error).__name__)
    return Check(name="broker", ok=True)


def _checks(pulse: Pulse | OutsideTrouble, settings: Settings) -> list[Check]:
    if isinstance(pulse, OutsideTrouble):
        return [Check(name="database", ok=False, detail=pulse.detail)]
    stale = settings.heartbeat_stale_s
    return [
        Check(name="database", ok=True),
        _seen("worker", pulse.worker_seen_s, stale),
        _seen("relay", pulse.relay_seen_s, stale),
        Check(
            name="relay_lag",
            ok=pulse.oldest_due_s <= settings.relay_lag_alarm_s,
            detail=f"oldest due job waits for {pulse.oldest_due_s:.1f} s",
        ),
    ]


def _seen(role: str, seen_s: float | None, stale_s: float) -> Check:
    detail = "never seen" if seen_s is None else f"seen {seen_s:.1f} s ago"
    return Check(name=role, ok=seen_s is not None and seen_s <= stale_s, detail=detail)


def _gauges(pulse: Pulse) -> str:
    return (
        "passepartout_database_up 1\n"
        f"passepartout_relay_lag_seconds {pulse.oldest_due_s}\n"
        f'passepartout_jobs{{state="ready"}} {pulse.ready}\n'
        f'passepartout_jobs{{state="leased"}} {pulse.leased}\n'
        f'passepartout_jobs{{state="dead"}} {pulse.dead}\n'
        f"passepartout_attention_items {pulse.attention}\n"
    )
