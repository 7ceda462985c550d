"""Every limit, interval, lifetime and address the program knows, read once from the environment."""

import os
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated

import msgspec
from msgspec import Meta

from adapters.outbound.oidc.safety import unsafe_settings
from adapters.outbound.storage.bucket import Bucket, names_bucket
from domain.carts.merge_report import MergeStrategy

Network = IPv4Network | IPv6Network
Seconds = Annotated[float, Meta(gt=0)]
Count = Annotated[int, Meta(ge=1)]
# As domain/resilience/rate_limit.py reads it.
Rate = Annotated[str, Meta(pattern=r"^(off|[1-9]\d{0,6}/[1-9]\d{0,5}(\+[1-9]\d{0,6})?)$")]
# Of JPEG.
Quality = Annotated[int, Meta(ge=50, le=100)]
# Numbers of pixels, separated by commas.
Widths = Annotated[str, Meta(pattern=r"^[1-9]\d{1,3}(,[1-9]\d{1,3}){0,9}$")]

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

    oidc_issuer: str = ""
    oidc_audience: str = ""
    oidc_jwks_url: str = ""
    oidc_algorithms: str = "RS256,ES256"
    oidc_role_claim: str = "app_metadata.role"
    oidc_email_claim: str = "email"
    oidc_anonymous_claim: str = "is_anonymous"
    oidc_leeway_s: Annotated[float, Meta(ge=0)] = 10.0
    oidc_token_bytes_max: Count = 8_000
    oidc_tokens_kept: Count = 10_000
    oidc_keys_fresh_s: Seconds = 10 * 60
    oidc_keys_stale_s: Seconds = 24 * 3600
    oidc_unknown_key_pause_s: Seconds = 30.0
    oidc_outage_pause_s: Seconds = 5.0
    oidc_timeout_s: Seconds = 3.0
    oidc_document_bytes_max: Count = 256_000
    oidc_keys_max: Count = 50
    oidc_welcome_wait_s: Seconds = 1.0
    oidc_users_remembered: Count = 100_000

    account_pages_url: str = ""
    account_answer_after_s: Annotated[float, Meta(ge=0)] = 0.25
    account_mails_per_hour: Count = 5
    addresses_max: Count = 20
    export_link_lifetime_s: Seconds = 24 * 3600
    export_kept_s: Seconds = 7 * 24 * 3600
    export_expiry_interval_s: Seconds = 3600.0
    export_expiry_batch: Count = 100
    event_waits_max: Count = 300
    refund_patience_s: Seconds = 3600.0
    event_bodies_kept_s: Seconds = 90 * 24 * 3600
    event_bodies_interval_s: Seconds = 3600.0
    event_bodies_batch: Count = 1000
    erasure_margin_s: Seconds = 60.0
    erasure_retry_s: Seconds = 24 * 3600
    erasure_last_mail_wait_s: Seconds = 7 * 24 * 3600
    confirm_ticket_lifetime_s: Seconds = 24 * 3600
    reset_ticket_lifetime_s: Seconds = 3600.0
    change_email_ticket_lifetime_s: Seconds = 24 * 3600
    password_characters_min: Annotated[int, Meta(ge=8, le=64)] = 10
    access_token_lifetime_s: Seconds = 10 * 60
    refresh_token_lifetime_s: Seconds = 30 * 24 * 3600
    refresh_grace_s: Seconds = 20.0
    login_session_lifetime_s: Seconds = 180 * 24 * 3600
    login_remembered_s: Seconds = 90 * 24 * 3600
    login_forget_interval_s: Seconds = 3600.0
    login_forget_batch: Count = 500
    sign_ups_kept_s: Seconds = 30 * 24 * 3600
    sign_up_forget_interval_s: Seconds = 3600.0
    sign_up_forget_batch: Count = 500
    password_hash_memory_kib: Count = 19_456
    password_hash_passes: Count = 2
    password_hash_lanes: Count = 1
    password_hashes_at_once: Count = 2
    password_hash_wait_s: Seconds = 5.0

    storage_url: str = "file:./var/assets"
    storage_s3_endpoint: str = ""
    storage_s3_region: str = "us-east-1"
    storage_s3_access_key: str = ""
    storage_s3_secret_key: str = ""
    storage_s3_path_style: bool = True
    storage_timeout_s: Seconds = 20.0
    asset_secret: str = INSECURE_SECRET
    asset_url_lifetime_s: Seconds = 3600.0
    asset_url_lab_lifetime_s: Seconds = 60 * 24 * 3600
    designs_max: Count = 500
    design_revisions_max: Count = 1000
    render_attempts_max: Count = 3
    render_deaths_max: Count = 6
    render_deadline_s: Seconds = 120.0
    print_quality: Quality = 95
    preview_long_side_px: Count = 1000
    preview_large_long_side_px: Count = 2400
    preview_wait_s: Seconds = 3.0
    preview_deadline_s: Seconds = 10.0
    preview_quality: Quality = 88
    preview_kept_s: Seconds = 3600.0
    preview_tried_kept_s: Seconds = 60.0
    preview_bytes_max: Count = 1_500_000
    preview_large_max: Count = 200
    updates_look_every_s: Seconds = 5.0
    updates_lifetime_s: Seconds = 600.0
    updates_per_owner_max: Count = 6
    updates_at_once_max: Count = 2000
    browser_origins: str = ""

    picture_bytes_max: Count = 50_000_000
    picture_pixels_max: Count = 120_000_000
    picture_side_px_max: Count = 30_000
    picture_decodes_at_once: Count = 2
    picture_decode_wait_s: Seconds = 20.0
    picture_decode_deadline_s: Seconds = 20.0
    picture_decode_attempts_max: Count = 3
    picture_url_timeout_s: Seconds = 30.0
    picture_url_read_timeout_s: Seconds = 5.0
    picture_urls_at_once: Count = 4
    picture_url_wait_s: Seconds = 10.0
    picture_thumbnail_widths: Widths = "2560,1280,640,320"
    imaging_memory_mb: Annotated[int, Meta(ge=256)] = 1280
    imaging_file_mb: Annotated[int, Meta(ge=256)] = 2048
    imaging_tasks_per_process: Count = 200
    imaging_threads: Annotated[int, Meta(ge=1, le=16)] = 2
    request_bytes_max: Count = 1_000_000
    uploads_open_max: Count = 10
    upload_lifetime_s: Seconds = 24 * 3600
    upload_parts_max: Count = 200
    upload_part_time_max_s: Seconds = 900.0
    upload_finish_claim_s: Seconds = 300.0
    upload_expiry_interval_s: Seconds = 600.0
    upload_expiry_batch: Count = 100

    rate_limit_browse: Rate = "3000/60+1000"
    rate_limit_change: Rate = "300/60+100"
    rate_limit_cart: Rate = "1200/60+400"
    rate_limit_checkout: Rate = "120/60+60"
    rate_limit_upload: Rate = "120/60+60"
    rate_limit_preview: Rate = "900/60+300"
    rate_limit_guest: Rate = "120/60+60"
    rate_limit_log_in: Rate = "10/60+10"
    rate_limit_reset: Rate = "10/60+10"
    rate_limit_account: Rate = "10/300+5"
    rate_limit_webhook: Rate = "60000/60+20000"
    rate_limit_operate: Rate = "1200/60+400"
    rate_limit_timeout_s: Seconds = 0.25
    rate_limit_webhook_wait_s: Seconds = 0.01
    rate_limit_pause_s: Seconds = 2.0
    trusted_proxies: str = ""

    default_currency: str = "GBP"
    cart_lines_max: Count = 200
    cart_line_quantity_max: Count = 99
    cart_batch_operations_max: Count = 100
    cart_operations_kept_s: Seconds = 30 * 24 * 3600
    cart_merge_strategy: MergeStrategy = MergeStrategy.MAX
    cart_merge_undo_s: Seconds = 24 * 3600
    cart_expires_after_s: Seconds = 90 * 24 * 3600
    cart_expiry_interval_s: Seconds = 3600.0
    cart_expiry_batch: Count = 500
    replies_kept_s: Seconds = 7 * 24 * 3600

    stripe_api_base: str = "https://api.stripe.com"
    stripe_api_key: str = "sk_test_insecure_development_key"
    stripe_webhook_secrets: str = "whsec_insecure_development_secret"
    stripe_webhook_tolerance_s: Seconds = 300.0
    stripe_webhook_bytes_max: Count = 1_000_000
    stripe_timeout_s: Seconds = 10.0
    stripe_attempts_max: Count = 3
    checkout_session_lifetime_s: Annotated[float, Meta(ge=31 * 60, le=24 * 3600)] = 60 * 60
    checkout_stored_failures_max: Count = 2
    order_prices_valid_s: Seconds = 24 * 3600
    print_file_look_s: Seconds = 5.0
    print_file_patience_s: Seconds = 3600.0

    prodigi_api_base: str = "https://api.sandbox.prodigi.com"
    prodigi_api_key: str = "insecure-development-key"
    prodigi_timeout_s: Seconds = 75.0
    prodigi_quote_timeout_s: Seconds = 4.0
    prodigi_attempts_max: Count = 2
    prodigi_retry_delay_s: Seconds = 0.2
    prodigi_calls_max: Count = 25
    prodigi_calls_window_s: Seconds = 31.0
    prodigi_calls_reserved: Annotated[int, Meta(ge=0)] = 5
    prodigi_calls_alone: Count = 3
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
    dropship_unseen_patience_s: Seconds = 3600.0
    dropship_failed_look_s: Seconds = 30 * 24 * 3600
    schedule_interval_s: Seconds = 5.0
    reconcile_payments_interval_s: Seconds = 5 * 60
    reconcile_dropships_interval_s: Seconds = 15 * 60
    reconcile_overlap_s: Seconds = 10 * 60
    reconcile_look_back_s: Seconds = 24 * 3600
    reconcile_pages_max: Count = 20
    reconcile_sessions_max: Count = 100
    reconcile_session_grace_s: Seconds = 60.0
    reconcile_session_given_up_s: Seconds = 30 * 24 * 3600
    three_way_interval_s: Seconds = 5 * 60
    three_way_production_s: Seconds = 3600.0
    three_way_hold_s: Seconds = 24 * 3600
    three_way_lab_s: Seconds = 3 * 24 * 3600
    three_way_rows_max: Count = 200

    doctor_timeout_s: Seconds = 10.0
    doctor_clock_skew_max_s: Seconds = 5.0
    doctor_skus_max: Count = 5

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def dropship_round_s(self) -> float:
        """Two rounds to an interval: a print that was looked at just after one is passed over by
        the next, and would else be looked at every other interval only.
        """
        return self.dropship_poll_interval_s / 2

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        return tuple(
            part.strip() for part in self.stripe_webhook_secrets.split(",") if part.strip()
        )

    @property
    def bucket(self) -> Bucket | None:
        """None while files are kept on disk. Raises ValueError."""
        if not names_bucket(self.storage_url):
            return None
        return Bucket(
            storage_url=self.storage_url,
            endpoint=self.storage_s3_endpoint,
            region=self.storage_s3_region,
            access_key=self.storage_s3_access_key,
            secret_key=self.storage_s3_secret_key,
            path_style=self.storage_s3_path_style,
            timeout_s=self.storage_timeout_s,
        )

    @property
    def thumbnail_widths_px(self) -> tuple[int, ...]:
        return tuple(int(width) for width in self.picture_thumbnail_widths.split(","))

    @property
    def trusted_networks(self) -> tuple[Network, ...]:
        """Raises ValueError."""
        parts = (part.strip() for part in self.trusted_proxies.split(","))
        return tuple(ip_network(part, strict=False) for part in parts if part)

    @property
    def oidc_algorithms_allowed(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.oidc_algorithms.split(",") if part.strip())

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
        try:
            _ = settings.trusted_networks
        except ValueError as error:
            raise SettingsAreInvalid(f"TRUSTED_PROXIES cannot be used: {error}") from error
        settings._refuse_half_a_bucket()
        settings._refuse_development_secrets()
        settings._refuse_unsafe_issuer()
        return settings

    def _refuse_half_a_bucket(self) -> None:
        try:
            bucket = self.bucket
        except ValueError as error:
            raise SettingsAreInvalid(str(error)) from error
        unused = self.storage_s3_endpoint or self.storage_s3_access_key
        if bucket is None and self.is_production and unused:
            raise SettingsAreInvalid(
                "STORAGE_S3_* is set, but STORAGE_URL names no bucket: files would stay on disk."
            )

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

    def _refuse_unsafe_issuer(self) -> None:
        unsafe = unsafe_settings(
            issuer=self.oidc_issuer,
            jwks_url=self.oidc_jwks_url,
            audience=self.oidc_audience,
            algorithms=self.oidc_algorithms_allowed,
            role_claim=self.oidc_role_claim,
        )
        if unsafe:
            raise SettingsAreInvalid(
                f"With an issuer these must be set, and safely (docs/accounts.md): "
                f"{', '.join(unsafe)}."
            )
