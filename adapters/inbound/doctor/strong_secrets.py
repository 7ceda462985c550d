"""Secrets are there, hard to guess, and each serves one purpose."""

from collections import defaultdict

from adapters.inbound.doctor.finding import Finding, problem, well
from adapters.settings import Settings

NAME = "secrets"
CHARACTERS_MIN = 16
# A secret that was drawn has more, one that was typed in a hurry fewer.
DISTINCT_CHARACTERS_MIN = 8
DRAW = 'python -c "import secrets; print(secrets.token_hex(32))"'
OURS = ("TOKEN_SECRET", "ASSET_SECRET")


def judge_secrets(settings: Settings) -> list[Finding]:
    secrets = _by_setting(settings)
    wrong = [*_missing(settings), *_weak(secrets), *_shared(secrets)]
    return wrong or [well(NAME, f"{len(secrets)} set, strong, and none used twice")]


def _by_setting(settings: Settings) -> list[tuple[str, str]]:
    return [
        ("TOKEN_SECRET", settings.token_secret),
        ("ASSET_SECRET", settings.asset_secret),
        ("STRIPE_API_KEY", settings.stripe_api_key),
        *(("STRIPE_WEBHOOK_SECRETS", secret) for secret in settings.webhook_secrets),
        ("PRODIGI_API_KEY", settings.prodigi_api_key),
    ]


def _missing(settings: Settings) -> list[Finding]:
    if settings.webhook_secrets:
        return []
    fix = "Set STRIPE_WEBHOOK_SECRETS to the signing secret (whsec_…) of the webhook endpoint."
    return [problem(NAME, "there is no webhook secret", fix)]


def _weak(secrets: list[tuple[str, str]]) -> list[Finding]:
    return [
        problem(NAME, f"{setting} is {weakness}", _stronger(setting))
        for setting, secret in secrets
        if (weakness := _weakness(secret))
    ]


def _weakness(secret: str) -> str:
    if "insecure" in secret:
        return "the one for development, which everybody knows"
    if len(secret) < CHARACTERS_MIN:
        return f"shorter than {CHARACTERS_MIN} characters"
    # The prefix of a provider's key is no secret.
    if len(set(secret.rpartition("_")[2])) < DISTINCT_CHARACTERS_MIN:
        return "easy to guess"
    return ""


def _stronger(setting: str) -> str:
    if setting in OURS:
        return f"Set {setting} to what this prints: {DRAW}."
    return f"Set {setting} to the one that the provider's dashboard shows."


def _shared(secrets: list[tuple[str, str]]) -> list[Finding]:
    purposes: dict[str, set[str]] = defaultdict(set)
    for setting, secret in secrets:
        purposes[secret].add(setting)
    return [
        problem(
            NAME,
            f"{' and '.join(sorted(settings))} are the same",
            f"Set {sorted(settings)[-1]} to a secret of its own; whoever learns one has both.",
        )
        for settings in purposes.values()
        if len(settings) > 1
    ]
