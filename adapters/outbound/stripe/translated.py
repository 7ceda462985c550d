"""Stripe's errors in the shop's words, by what may be done next."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import stripe

from application.shared.outcomes import (
    FailureStored,
    OutcomeUnknown,
    OutsideTrouble,
    Rejected,
    Unavailable,
)

PROVIDER = "stripe"
# The request was understood and refused for good, if Stripe itself says so: a proxy's word about
# money is none.
REFUSED = frozenset({400, 402, 404, 413, 422})
# A wrong key, one without the right, or a full limit: nothing happened, and it is not the buyer's
# fault.
NOT_NOW = frozenset({401, 403, 429})


@contextmanager
def translated(*, changes: bool) -> Iterator[None]:
    """`changes` says whether the call may have had an effect when its answer does not arrive."""
    try:
        yield
    except stripe.StripeError as error:
        raise _trouble(error, changes) from error
    except (msgspec.ValidationError, UnicodeDecodeError, AttributeError) as error:
        # The SDK itself stumbles over answers that are no text, or JSON of another shape: those
        # of a proxy in between, for example.
        raise _unclear(changes, f"not understood: {type(error).__name__}") from error


def _trouble(error: stripe.StripeError, changes: bool) -> OutsideTrouble:
    status = error.http_status
    detail = _detail(error)
    facts: dict[str, object] = {"status": status, "request_id": error.request_id}
    if status in REFUSED and _is_stripes_own(error):
        return Rejected(PROVIDER, detail, facts=facts)
    if status in NOT_NOW:
        return Unavailable(PROVIDER, detail, retry_after_s=_retry_after_s(error), facts=facts)
    if changes and status is not None and status >= 500 and _is_replayed(error):
        return FailureStored(PROVIDER, detail, facts=facts)
    # No answer, a conflict with a call still in flight, 5xx, or something else than JSON.
    return _unclear(changes, detail, facts)


def _unclear(
    changes: bool, detail: str, facts: dict[str, object] | None = None
) -> OutcomeUnknown | Unavailable:
    family = OutcomeUnknown if changes else Unavailable
    return family(PROVIDER, detail, facts=facts or {})


def _detail(error: stripe.StripeError) -> str:
    """Names and codes only: Stripe's sentences quote what was sent, an e-mail address say."""
    said = error.error
    parts = [
        type(error).__name__,
        str(error.http_status or "no answer"),
        getattr(said, "code", None),
        getattr(said, "decline_code", None),
        getattr(said, "param", None),
    ]
    return " ".join(str(part) for part in parts if part)


def _is_stripes_own(error: stripe.StripeError) -> bool:
    """Each of its errors says of which type it is; those of other servers have other shapes."""
    return isinstance(getattr(error.error, "type", None), str)


def _retry_after_s(error: stripe.StripeError) -> float | None:
    given = _header(error, "retry-after")
    return float(given) if given.isascii() and given.isdigit() else None


def _is_replayed(error: stripe.StripeError) -> bool:
    """Stripe stores a 500 like any other answer to a key, and says so when it repeats it."""
    return _header(error, "idempotent-replayed") == "true"


def _header(error: stripe.StripeError, name: str) -> str:
    # SDK headers behave like a mapping whose names may come in any case.
    headers = {given.lower(): value for given, value in dict(error.headers or {}).items()}
    return str(headers.get(name, ""))
