"""Every limit, interval, lifetime and address the program knows, read once from the environment."""

import os
from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta

Seconds = Annotated[float, Meta(gt=0)]
Count = Annotated[int, Meta(ge=1)]

INSECURE_SECRET = "insecure-development-secret-do-not-deploy"  # noqa: S105 - refused in production


class SettingsAreInvalid(ValueError):
    """The environment holds a value that a setting cannot take; the message names the variable."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Read from environment variables of these names in upper case; see docs/settings.md."""

    environment: str = "development"
    public_base_url: str = "http://127.0.0.1:8080"

    database_url: str = "postgresql://postgres@127.0.0.1:5432/postgres"
    database_pool_size: Count = 10
    database_pool_timeout_s: Seconds = 2.5
    database_statement_timeout_s: Seconds = 5.0
    worker_statement_timeout_s: Seconds = 30.0
    database_lock_timeout_s: Seconds = 2.0
    database_idle_in_transaction_timeout_s: Seconds = 10.0
    database_prepared_statements: bool = True
    transaction_attempts_max: Count = 5

    broker_url: str = "redis://127.0.0.1:6379/0"
    cache_url: str = "redis://127.0.0.1:6379/1"
    redis_timeout_s: Seconds = 2.0

    token_secret: str = INSECURE_SECRET
    token_issuer: str = "passepartout"  # noqa: S105 - a name, not a secret
    guest_token_lifetime_s: Seconds = 90 * 24 * 3600

    storage_url: str = "file:./var/assets"
    asset_secret: str = INSECURE_SECRET
    asset_url_lifetime_s: Seconds = 3600.0
    asset_url_lab_lifetime_s: Seconds = 60 * 24 * 3600
    picture_bytes_max: Count = 50_000_000
    picture_pixels_max: Count = 120_000_000
    picture_side_px_max: Count = 30_000
    picture_decodes_at_once: Count = 2
    picture_decode_wait_s: Seconds = 20.0
    request_bytes_max: Count = 1_000_000

    default_currency: str = "GBP"
    cart_lines_max: Count = 200
    cart_line_quantity_max: Count = 99

    stripe_api_base: str = "https://api.stripe.com"
    stripe_api_key: str = "sk_test_insecure_development_key"
    stripe_webhook_secrets: str = "whsec_insecure_development_secret"
    stripe_webhook_tolerance_s: Seconds = 300.0
    stripe_webhook_bytes_max: Count = 1_000_000
    stripe_timeout_s: Seconds = 10.0
    stripe_attempts_max: Count = 3
    checkout_session_lifetime_s: Annotated[float, Meta(ge=31 * 60, le=24 * 3600)] = 60 * 60

    prodigi_api_base: str = "https://api.sandbox.prodigi.com"
    prodigi_api_key: str = "insecure-development-key"
    prodigi_timeout_s: Seconds = 75.0
    prodigi_quote_timeout_s: Seconds = 4.0
    prodigi_attempts_max: Count = 2
    prodigi_retry_delay_s: Seconds = 0.2
    prodigi_circuit_failures: Count = 5
    prodigi_circuit_open_s: Seconds = 20.0
    quote_fresh_s: Seconds = 15 * 60
    quote_stale_s: Seconds = 7 * 24 * 3600
    sku_check_fresh_s: Seconds = 30.0

    smtp_url: str = ""
    mailbox_dir: str = "./var/mail"
    mail_from: str = "Passepartout <shop@passepartout.example>"
    smtp_timeout_s: Seconds = 20.0

    worker_threads: Count = 8
    worker_table_takers: Count = 4
    job_lease_s: Seconds = 10.0
    job_attempts_max: Count = 12
    job_retry_first_s: Seconds = 2.0
    job_retry_longest_s: Seconds = 15 * 60
    job_overdue_s: Seconds = 2.0
    job_table_poll_s: Seconds = 1.0
    job_done_kept_s: Seconds = 7 * 24 * 3600
    relay_interval_s: Seconds = 0.25
    relay_ring_again_s: Seconds = 5.0
    relay_batch: Count = 500
    heartbeat_interval_s: Seconds = 2.0
    heartbeat_stale_s: Seconds = 15.0
    relay_lag_alarm_s: Seconds = 60.0
    dropship_poll_interval_s: Seconds = 15 * 60
    schedule_interval_s: Seconds = 5.0
    checkout_expiry_grace_s: Seconds = 5 * 60

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        return tuple(
            part.strip() for part in self.stripe_webhook_secrets.split(",") if part.strip()
        )

    @property
    def stripe_is_live(self) -> bool:
        return self.stripe_api_key.startswith(("sk_live_", "rk_live_"))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Raises SettingsAreInvalid, also when production would run with a development secret."""
        given = {
            field.name: environment[field.name.upper()]
            for field in msgspec.structs.fields(cls)
            if environment.get(field.name.upper())
        }
        try:
            settings = msgspec.convert(given, cls, strict=False)
        except msgspec.ValidationError as error:
            raise SettingsAreInvalid(f"A setting cannot be used: {error}") from error
        settings._refuse_development_secrets()
        return settings

    def _refuse_development_secrets(self) -> None:
        if not self.is_production:
            return
        weak = [
            name.upper()
            for name in (
                "token_secret",
                "asset_secret",
                "stripe_api_key",
                "stripe_webhook_secrets",
                "prodigi_api_key",
            )
            if "insecure" in getattr(self, name) or len(getattr(self, name)) < 16
        ]
        if weak:
            raise SettingsAreInvalid(
                f"Production needs strong secrets of at least 16 characters: set {', '.join(weak)}."
            )
