"""One whole shop for all tests that speak to it over HTTP, with waiting times that suit a test."""

from collections.abc import AsyncIterator

import pytest

from adapters.inbound.supervisor.stack import Stack, running_stack
from domain.resilience.rate_class import RateClass

RATE_LIMITS = [f"RATE_LIMIT_{each.name}" for each in RateClass] + ["RATE_LIMIT_ACCOUNT"]
SHORT = {
    "JOB_LEASE_S": "2",
    "JOB_RETRY_FIRST_S": "0.2",
    "JOB_RETRY_LONGEST_S": "1",
    "JOB_OVERDUE_S": "0.5",
    "JOB_TABLE_POLL_S": "0.3",
    "RELAY_RING_AGAIN_S": "1",
    "SCHEDULE_INTERVAL_S": "0.5",
    "DROPSHIP_POLL_INTERVAL_S": "2",
    "RECONCILE_PAYMENTS_INTERVAL_S": "3",
    "RECONCILE_DROPSHIPS_INTERVAL_S": "5",
    "THREE_WAY_INTERVAL_S": "2",
    "UPLOAD_EXPIRY_INTERVAL_S": "2",
    "UPDATES_LOOK_EVERY_S": "0.5",
    "PRODIGI_QUOTE_TIMEOUT_S": "2",
    "PRODIGI_CIRCUIT_OPEN_S": "0.3",
    "PRODIGI_CALLS_MAX": "1000000",
    "PRODIGI_CALLS_ALONE": "1000000",
    "SKU_CHECK_FRESH_S": "0.01",
    "QUOTE_FRESH_S": "1",
    "STRIPE_TIMEOUT_S": "2",
    "STRIPE_ATTEMPTS_MAX": "2",
    "REDIS_TIMEOUT_S": "1",
    "ACCOUNT_ANSWER_AFTER_S": "0.02",
    # All tests come from one address.
    **dict.fromkeys(RATE_LIMITS, "1000000/1"),
    "HEARTBEAT_INTERVAL_S": "0.3",
    "HEARTBEAT_STALE_S": "2",
}
TIME_FACTOR = 300.0


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    with pytest.MonkeyPatch.context() as patch:
        # A dozen orders in a minute are more than the real lab's limit lets one account ask.
        patch.setenv("PRODIGI_SIM_RATE_LIMIT", "0")
        async with running_stack(
            tmp_path_factory.mktemp("shop"), environment=SHORT, time_factor=TIME_FACTOR
        ) as stack:
            yield stack
