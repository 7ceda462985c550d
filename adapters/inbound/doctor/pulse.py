"""Workers and relay are alive, jobs move, none is dead, and staff have nothing left to settle."""

from dataclasses import dataclass

from adapters.inbound.doctor.finding import Finding, problem, warning, well
from adapters.outbound.postgres.heartbeats import PostgresHeartbeats, Pulse

QUEUE, DEAD, ATTENTION = "queue", "dead jobs", "attention"
FIX = "Set DATABASE_URL to a PostgreSQL that runs, and run `passepartout migrate`."


@dataclass(frozen=True, slots=True, kw_only=True)
class SignsOfLife:
    heartbeats: PostgresHeartbeats
    stale_s: float
    lag_max_s: float

    async def __call__(self) -> list[Finding]:
        return judge_pulse(await self.heartbeats.pulse(), self.stale_s, self.lag_max_s)


def judge_pulse(pulse: Pulse, stale_s: float, lag_max_s: float) -> list[Finding]:
    return [
        _seen("worker", pulse.worker_seen_s, stale_s),
        _seen("relay", pulse.relay_seen_s, stale_s),
        _queue(pulse, lag_max_s),
        _dead(pulse.dead),
        _attention(pulse.attention),
    ]


def _seen(role: str, seen_s: float | None, stale_s: float) -> Finding:
    if seen_s is not None and seen_s <= stale_s:
        return well(role, f"seen {seen_s:.1f} s ago")
    told = "never seen" if seen_s is None else f"last seen {seen_s:.0f} s ago"
    return problem(role, told, f"Start `passepartout {role}`, and see its log if it runs.")


def _queue(pulse: Pulse, lag_max_s: float) -> Finding:
    waits = f"the oldest job that is due has waited for {pulse.oldest_due_s:.1f} s"
    told = f"{waits if pulse.oldest_due_s else 'no job waits'}; {pulse.leased} under way"
    if pulse.oldest_due_s <= lag_max_s:
        return well(QUEUE, told)
    return problem(QUEUE, told, "Start more of `passepartout worker`, or raise WORKER_THREADS.")


def _dead(count: int) -> Finding:
    if not count:
        return well(DEAD, "none")
    fix = "See GET /api/admin/jobs for the reason, mend it, and let each be tried again there."
    return problem(DEAD, f"{count} given up", fix)


def _attention(count: int) -> Finding:
    if not count:
        return well(ATTENTION, "nothing waits for staff")
    fix = "Settle them in the list of GET /api/admin/attention, which suggests how."
    return warning(ATTENTION, f"{count} open for staff", fix)
