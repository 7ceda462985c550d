"""What must not be printed: every secret, wherever an error message may quote it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote, urlsplit

from adapters.settings import Settings

MASK = "***"
# Something shorter would be found inside ordinary words.
CHARACTERS_MIN = 4
URLS = ("database_url", "broker_url", "cache_url", "smtp_url")
SECRETS = (
    "token_secret",
    "asset_secret",
    "stripe_api_key",
    "prodigi_api_key",
    "storage_s3_access_key",
    "storage_s3_secret_key",
)


@dataclass(frozen=True, slots=True)
class Unsaid:
    """The longest first, so that no part of one is left over."""

    secrets: tuple[str, ...]

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(tuple(sorted(set(_secrets(settings)), key=len, reverse=True)))

    def without_secrets(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, MASK)
        return text


def _secrets(settings: Settings) -> Iterable[str]:
    given = [*(getattr(settings, name) for name in SECRETS), *settings.webhook_secrets]
    for name in URLS:
        password = _password(getattr(settings, name))
        given += [password, unquote(password)]
    return (secret for secret in given if len(secret) >= CHARACTERS_MIN)


def _password(url: str) -> str:
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""
