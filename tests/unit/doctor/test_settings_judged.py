"""What the settings alone tell: modes, secrets, addresses, the sender of mails."""

from typing import Any

import pytest

from adapters.inbound.doctor.addresses import judge_form
from adapters.inbound.doctor.finding import Severity
from adapters.inbound.doctor.modes import judge_modes
from adapters.inbound.doctor.post import judge_sender
from adapters.inbound.doctor.strong_secrets import judge_secrets
from tests.unit.doctor.settings_of import LIVE, fixes, settings_of, severities

OK, WARNING, PROBLEM = Severity.OK, Severity.WARNING, Severity.PROBLEM
SANDBOX = "https://api.sandbox.prodigi.com"


@pytest.mark.parametrize(
    ("changed", "expected", "fix"),
    [
        ({}, OK, ""),
        (LIVE, OK, ""),
        ({**LIVE, "stripe_api_key": "sk_test_0123456789abcdef"}, PROBLEM, "STRIPE_API_KEY"),
        ({**LIVE, "prodigi_api_base": SANDBOX}, PROBLEM, "PRODIGI_API_BASE"),
        ({**LIVE, "stripe_api_base": "http://127.0.0.1:9"}, PROBLEM, "STRIPE_API_BASE"),
        ({**LIVE, "stripe_api_base": "https://egress.shop"}, WARNING, "STRIPE_API_BASE"),
        ({"stripe_api_key": "rk_live_0123456789abcdef"}, PROBLEM, "STRIPE_API_KEY"),
        ({"prodigi_api_base": "https://api.prodigi.com"}, PROBLEM, "PRODIGI_API_BASE"),
        ({"stripe_api_key": "pk_test_0123456789abcdef"}, PROBLEM, "STRIPE_API_KEY"),
        ({"stripe_api_base": "http://127.0.0.1:9"}, OK, ""),
    ],
)
def test_live_goes_with_live_and_test_with_sandbox(
    changed: dict[str, Any], expected: Severity, fix: str
) -> None:
    findings = judge_modes(settings_of(**changed))
    assert severities(findings) == [expected]
    assert fix in fixes(findings)


@pytest.mark.parametrize(
    ("changed", "fix"),
    [
        ({"token_secret": "insecure-development-secret-do-not-deploy"}, "TOKEN_SECRET"),
        ({"asset_secret": "short"}, "ASSET_SECRET"),
        ({"asset_secret": "abababababababababababab"}, "ASSET_SECRET"),
        ({"stripe_webhook_secrets": " , "}, "STRIPE_WEBHOOK_SECRETS"),
        ({"stripe_webhook_secrets": "whsec_aaaaaaaaaaaaaaaa"}, "STRIPE_WEBHOOK_SECRETS"),
        ({"token_secret": "0123456789abcdef-asset"}, "TOKEN_SECRET"),
        ({"prodigi_api_key": "sk_test_0123456789abcdef"}, "STRIPE_API_KEY"),
    ],
)
def test_a_weak_missing_or_shared_secret_is_a_problem(changed: dict[str, Any], fix: str) -> None:
    findings = judge_secrets(settings_of(**changed))
    assert severities(findings) == [PROBLEM]
    assert f"Set {fix}" in fixes(findings)


def test_secrets_of_their_own_are_well_and_a_rolled_webhook_secret_too() -> None:
    rolled = "whsec_0123456789abcdef,whsec_fedcba9876543210"
    assert severities(judge_secrets(settings_of(stripe_webhook_secrets=rolled))) == [OK]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (LIVE, OK),
        ({**LIVE, "public_base_url": "http://shop.passepartout.test"}, PROBLEM),
        ({**LIVE, "public_base_url": "https://localhost"}, PROBLEM),
        ({"public_base_url": "http://127.0.0.1:8080"}, PROBLEM),
        ({"public_base_url": "shop.passepartout.test"}, PROBLEM),
        ({"public_base_url": "https://shop.passepartout.test?a=b"}, PROBLEM),
        ({"public_base_url": "https://shop.passepartout.test/shop/"}, OK),
    ],
)
def test_providers_can_only_call_back_where_they_can_reach_us(
    changed: dict[str, Any], expected: Severity
) -> None:
    assert severities(judge_form(settings_of(**changed))) == [expected]


def test_on_this_machine_stand_ins_reach_us_anywhere() -> None:
    here = "http://127.0.0.1:8080"
    settings = settings_of(public_base_url=here, stripe_api_base=here, prodigi_api_base=here)
    assert severities(judge_form(settings)) == [OK]


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("Shop <hello@passepartout.shop>", OK),
        ("hello@passepartout.shop", OK),
        ("Shop", PROBLEM),
        ("Shop <hello@>", PROBLEM),
        ("a@passepartout.shop, b@passepartout.shop", PROBLEM),
        ("Shop <shop@passepartout.example>", PROBLEM),
    ],
)
def test_production_needs_one_sender_that_exists(sender: str, expected: Severity) -> None:
    assert severities(judge_sender(settings_of(**LIVE, mail_from=sender))) == [expected]
