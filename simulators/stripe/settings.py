"""How the simulator is started: options, each also an environment variable STRIPE_SIM_…."""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

API_VERSION = "2026-10-28.endive"
EVENTS = (
    *("checkout.session.completed", "checkout.session.expired"),
    *("checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed"),
    *("payment_intent.succeeded", "payment_intent.payment_failed", "payment_intent.canceled"),
    *("payment_intent.processing", "charge.succeeded", "charge.failed", "charge.refunded"),
    *("refund.created", "refund.updated", "refund.failed"),
    *("charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed"),
    *("charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated"),
    *("radar.early_fraud_warning.created", "review.opened", "review.closed"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the simulator is told at start."""

    port: int
    data_dir: Path
    api_key: str
    webhook_url: str
    webhook_secret: str
    webhook_events: tuple[str, ...] = EVENTS
    webhook_status: str = "enabled"
    retry_first_s: float = 1.0
    retry_factor: float = 2.0
    retry_longest_s: float = 60.0
    rate_limit: int = 0

    @property
    def delivers(self) -> bool:
        """Whether there is an endpoint that takes events."""
        return bool(self.webhook_url) and self.webhook_status == "enabled"

    @property
    def base_url(self) -> str:
        """Where buyers reach the hosted payment page."""
        return f"http://127.0.0.1:{self.port}"


def read_settings(arguments: list[str] | None = None) -> Settings:
    """From the command line, then the environment; exits if something is missing."""
    parser = argparse.ArgumentParser(prog="python -m simulators.stripe", description=__doc__)

    def option(name: str, about: str, default: str | None = None) -> None:
        fallback = os.environ.get(f"STRIPE_SIM_{name.upper().replace('-', '_')}", default)
        parser.add_argument(f"--{name}", help=about, default=fallback, required=fallback is None)

    option("port", "port on 127.0.0.1")
    option("data-dir", "directory of the SQLite file")
    option("api-key", "the only accepted secret key, sk_test_…")
    option("webhook-url", "where events are delivered; empty: nowhere", "")
    option("webhook-secret", "signs the events, whsec_…", "whsec_simulator")
    option("webhook-events", "comma-separated event types, or *", ",".join(EVENTS))
    option("webhook-status", "enabled, or disabled: no events are delivered", "enabled")
    option("retry-first-s", "delay after the first failed delivery", "1")
    option("retry-factor", "each further delay is this much longer", "2")
    option("retry-longest-s", "no delay is longer", "60")
    option("rate-limit", "calls per second and endpoint before a 429; 0: no limit", "0")
    given = parser.parse_args(arguments)
    return Settings(
        port=int(given.port),
        data_dir=Path(given.data_dir),
        api_key=given.api_key,
        webhook_url=given.webhook_url,
        webhook_secret=given.webhook_secret,
        webhook_events=tuple(filter(None, given.webhook_events.split(","))),
        webhook_status=given.webhook_status,
        retry_first_s=float(given.retry_first_s),
        retry_factor=float(given.retry_factor),
        retry_longest_s=float(given.retry_longest_s),
        rate_limit=int(given.rate_limit),
    )
