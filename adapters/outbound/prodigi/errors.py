"""What goes wrong between us and the lab, translated by what may be done next.

Source: Prodigi Print API v4, "Outcomes"; the plain-text 429 was seen by others.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from application.shared.outcomes import OutcomeUnknown, OutsideTrouble, Rejected, Unavailable

PROVIDER = "prodigi"
RATE_LIMIT_PAUSE_S = 30.0
RETRY_AFTER_MAX_S = 3600.0
# Everything else that is not a 2xx may be a proxy's word, and costs no paid order its print.
REFUSALS = frozenset({400, 402, 410, 413, 415, 422})
# One of them is in whatever the lab itself says; a gateway's JSON has other words.
WORDS = frozenset({"outcome", "statusText", "failures"})


class UnknownAtLab(Rejected):
    """404: the lab does not know it, or keeps it on hold."""


@contextmanager
def translated(*, may_have_effect: bool) -> Iterator[None]:
    """A lost answer to a read is nothing; a lost answer to an order may be an order."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise Unavailable(PROVIDER, type(error).__name__) from error
    except (httpx.HTTPError, httpx.StreamError) as error:
        trouble = OutcomeUnknown if may_have_effect else Unavailable
        raise trouble(PROVIDER, type(error).__name__) from error


def trouble_of(answer: httpx.Response, *, may_have_effect: bool) -> OutsideTrouble:
    """For any answer that is not a 2xx."""
    status = answer.status_code
    if status == 429:
        return Unavailable(PROVIDER, "rate limit", _retry_after_s(answer))
    is_the_labs_own = not WORDS.isdisjoint(_object_in(answer.content) or {})
    if status == 404 and is_the_labs_own:
        return UnknownAtLab(PROVIDER, "unknown there")
    if status in (401, 403):
        # Nothing happened, and nothing will until the key is mended: orders wait for that.
        return Unavailable(PROVIDER, f"our API key was refused ({status})")
    if status in REFUSALS and is_the_labs_own:
        return Rejected(PROVIDER, failures_in(answer.content) or f"status {status}")
    trouble = OutcomeUnknown if may_have_effect else Unavailable
    return trouble(PROVIDER, f"status {status}")


def failures_in(body: bytes) -> str:
    """Which fields were refused and why, without the buyers' data that comes along."""
    answer = _object_in(body)
    if answer is None:
        return ""
    failures = answer.get("failures")
    if not isinstance(failures, dict):
        return str(answer.get("outcome") or answer.get("statusText") or "")[:200]
    said = [
        f"{field}: {failure.get('code', '')}"
        for field, listed in failures.items()
        for failure in (listed if isinstance(listed, list) else [])
        if isinstance(failure, dict)
    ]
    return "; ".join(said)[:500]


def _object_in(body: bytes) -> dict[str, Any] | None:
    try:
        answer: Any = json.loads(body)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _retry_after_s(answer: httpx.Response) -> float:
    try:
        return min(RETRY_AFTER_MAX_S, max(0.0, float(answer.headers.get("Retry-After", ""))))
    except ValueError:
        return RATE_LIMIT_PAUSE_S
