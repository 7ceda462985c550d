"""What the parts answered: Stripe's endpoints and clock, the lab's products, queue, Redis."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.inbound.doctor.admins import judge_admins
from adapters.inbound.doctor.finding import Severity
from adapters.inbound.doctor.lab_products import judge_frames, spread
from adapters.inbound.doctor.post import judge_greeting
from adapters.inbound.doctor.pulse import judge_pulse
from adapters.inbound.doctor.redis_servers import RedisServer, judge_servers
from adapters.inbound.doctor.schema import judge_schema
from adapters.inbound.doctor.stripe_account import judge_clock, judge_key
from adapters.inbound.doctor.stripe_webhook import Endpoint, judge_endpoints
from adapters.outbound.postgres.heartbeats import Pulse
from adapters.outbound.prodigi.catalogue_file import read_catalogue
from adapters.outbound.stripe.payment_gateway import API_VERSION
from tests.unit.doctor.settings_of import fixes, severities

OK, WARNING, PROBLEM = Severity.OK, Severity.WARNING, Severity.PROBLEM
URL = "https://shop.passepartout.test/api/webhooks/stripe"
HANDLED = frozenset({"charge.refunded", "checkout.session.completed"})
QUIET = Pulse(
    worker_seen_s=1, relay_seen_s=1, oldest_due_s=0, ready=0, leased=0, dead=0, attention=0
)
BROKER = RedisServer(run_id="a", database=0, eviction="noeviction", version="valkey 9")


def endpoint(**changed: Any) -> Endpoint:
    sound: dict[str, Any] = {
        "url": URL,
        "status": "enabled",
        "enabled_events": sorted(HANDLED),
        "api_version": API_VERSION,
    }
    return Endpoint(**{**sound, **changed})


@pytest.mark.parametrize(
    ("endpoints", "fix"),
    [
        ([], "Register"),
        ([endpoint(url=f"{URL}/")], "Register"),
        ([endpoint(status="disabled")], "Enable"),
        ([endpoint(enabled_events=["charge.refunded"])], "checkout.session.completed"),
        ([endpoint(api_version="2020-08-27")], "Replace"),
        ([endpoint(api_version=None)], "Replace"),
    ],
)
def test_an_endpoint_that_would_not_tell_us_all_is_a_problem(
    endpoints: list[Endpoint], fix: str
) -> None:
    findings = judge_endpoints(endpoints, URL, HANDLED)
    assert severities(findings) == [PROBLEM]
    assert fix in fixes(findings)


def test_all_events_may_be_told_by_a_star_or_by_two_endpoints() -> None:
    star = [endpoint(enabled_events=["*"])]
    two = [endpoint(enabled_events=[event]) for event in HANDLED]
    assert severities(judge_endpoints(star, URL, HANDLED)) == [OK]
    assert severities(judge_endpoints(two, URL, HANDLED)) == [OK]


@pytest.mark.parametrize(
    ("sessions", "events", "said"),
    [
        (200, 200, "it reads checkout sessions and events"),
        (401, 401, "Stripe refuses it (401)"),
        (403, 403, "it may not read checkout sessions (403)"),
        (200, 403, "it may not read events (403)"),
        (200, 500, "Stripe answers 500"),
    ],
)
def test_a_key_is_judged_by_two_reads(sessions: int, events: int, said: str) -> None:
    found = judge_key(sessions, events)
    assert found.found == said
    assert found.severity is (OK if sessions == events == 200 else PROBLEM)


@pytest.mark.parametrize(
    ("skew_s", "expected"), [(0.4, OK), (None, WARNING), (30, WARNING), (301, PROBLEM)]
)
def test_a_clock_is_a_problem_once_webhooks_are_refused(
    skew_s: float | None, expected: Severity
) -> None:
    assert judge_clock(skew_s, skew_max_s=5, tolerance_s=300).severity is expected


def test_frames_that_the_lab_makes_otherwise_are_named_once_each() -> None:
    frame = read_catalogue().frames[0]
    area = {"horizontalResolution": frame.print_area_px[0], "verticalResolution": 1}
    right = {**area, "verticalResolution": frame.print_area_px[1]}
    attributes = {name: [value] for name, value in frame.attributes.pairs}

    def product(area: dict[str, int], **more: list[str]) -> dict[str, Any]:
        variant = {
            "attributes": frame.attributes.as_dict,
            "printAreaSizes": {"default": area},
        }
        return {"attributes": {**attributes, **more}, "variants": [variant]}

    def judged(product: dict[str, Any] | None) -> str:
        return " ".join(each.found for each in judge_frames([frame, frame], {frame.sku: product}))

    assert judged(product(right)) == ""
    assert judged(None).count("unknown to the lab") == 1
    assert "print area" in judged(product(area))
    assert "needs a choice of wrap" in judged(product(right, wrap=["Black", "White"]))
    assert "does not come with" in judged({"attributes": {}, "variants": []})
    assert "combination" in judged({"attributes": attributes, "variants": []})


def test_skus_are_asked_for_all_over_the_catalogue() -> None:
    assert spread(["a", "b", "c", "d", "e", "f"], 3) == ["a", "c", "e"]
    assert spread(["a", "b"], 5) == ["a", "b"]


@pytest.mark.parametrize(
    ("changed", "check", "expected"),
    [
        ({"worker_seen_s": None}, "worker", PROBLEM),
        ({"worker_seen_s": 99}, "worker", PROBLEM),
        ({"relay_seen_s": 99}, "relay", PROBLEM),
        ({"oldest_due_s": 61}, "queue", PROBLEM),
        ({"dead": 1}, "dead jobs", PROBLEM),
        ({"attention": 1}, "attention", WARNING),
    ],
)
def test_what_stands_still_is_told(changed: Any, check: str, expected: Severity) -> None:
    findings = judge_pulse(replace(QUIET, **changed), stale_s=15, lag_max_s=60)
    assert {each.check: each.severity for each in findings if each.fix} == {check: expected}


def test_a_broker_that_forgets_or_is_the_cache_is_a_problem() -> None:
    apart = replace(BROKER, database=1, eviction="allkeys-lru")
    assert severities(judge_servers(BROKER, apart)) == [OK, OK]
    assert severities(judge_servers(BROKER, BROKER)) == [OK, PROBLEM]
    assert severities(judge_servers(replace(BROKER, eviction="allkeys-lru"), apart)) == [
        PROBLEM,
        OK,
    ]
    assert severities(judge_servers("TimeoutError", apart)) == [PROBLEM, OK]


def test_the_schema_must_be_exactly_the_newest() -> None:
    assert severities(judge_schema({"0002"}, {"0002"})) == [OK]
    for current in (set[str](), {"0001"}, {"0003"}):
        assert "passepartout migrate" in fixes(judge_schema(current, {"0002"}))


def test_production_needs_an_administrator_and_encrypted_mail() -> None:
    assert severities(judge_admins(0, is_production=True, has_issuer=False)) == [PROBLEM]
    assert severities(judge_admins(1, is_production=True, has_issuer=False)) == [OK]
    assert severities(judge_admins(0, is_production=True, has_issuer=True)) == [OK]
    assert severities(judge_admins(0, is_production=False, has_issuer=False)) == [OK]
    assert severities(judge_greeting(is_encrypted=False, is_production=True)) == [WARNING]
    assert severities(judge_greeting(is_encrypted=True, is_production=True)) == [OK]
