"""Settings of a shop in which nothing is wrong, but for what a test changes."""

from typing import Any

from adapters.inbound.doctor.finding import Finding, Severity
from adapters.settings import Settings

LIVE: dict[str, Any] = {
    "environment": "production",
    "public_base_url": "https://shop.passepartout.test",
    "stripe_api_key": "sk_live_0123456789abcdef",
    "prodigi_api_base": "https://api.prodigi.com",
}


def settings_of(**changed: Any) -> Settings:
    sound: dict[str, Any] = {
        "token_secret": "0123456789abcdef-token",
        "asset_secret": "0123456789abcdef-asset",
        "stripe_api_key": "sk_test_0123456789abcdef",
        "stripe_webhook_secrets": "whsec_0123456789abcdef",
        "prodigi_api_key": "0123456789abcdef-lab",
        "public_base_url": "https://shop.passepartout.test",
    }
    return Settings(**{**sound, **changed})


def severities(findings: list[Finding]) -> list[Severity]:
    return [finding.severity for finding in findings]


def fixes(findings: list[Finding]) -> str:
    return " ".join(finding.fix for finding in findings)
