"""The stand-ins for Stripe and Prodigi as children."""

import sys
from collections.abc import Mapping
from pathlib import Path

from adapters.inbound.supervisor.child import Child
from adapters.inbound.supervisor.probes import http_answers

# The real lab takes 30 calls in it. Orders are made faster here than there, so all that has to be
# asked about them comes faster as well, and as many calls for each order must do.
LAB_WINDOW_S = 30.0


def stripe(folder: Path, port: int, environment: Mapping[str, str]) -> Child:
    settings = {
        "port": str(port),
        "data-dir": str(folder / "stripe"),
        "api-key": environment["STRIPE_API_KEY"],
        "webhook-url": f"{environment['PUBLIC_BASE_URL']}/api/webhooks/stripe",
        "webhook-secret": environment["STRIPE_WEBHOOK_SECRETS"].partition(",")[0].strip(),
    }
    return _simulator("stripe", port, settings, environment)


def prodigi(folder: Path, port: int, environment: Mapping[str, str], time_factor: float) -> Child:
    settings = {
        "port": str(port),
        "data-dir": str(folder / "prodigi"),
        "api-key": environment["PRODIGI_API_KEY"],
        "time-factor": f"{time_factor:g}",
        "rate-window-s": f"{LAB_WINDOW_S / time_factor:g}",
    }
    return _simulator("prodigi", port, settings, environment)


def _simulator(
    name: str, port: int, settings: Mapping[str, str], environment: Mapping[str, str]
) -> Child:
    options = [word for option, value in settings.items() for word in (f"--{option}", value)]
    return Child(
        name=name,
        command=(sys.executable, "-m", f"simulators.{name}", *options),
        environment=environment,
        is_ready=http_answers(port, "/_control/health"),
        stop_within_s=5.0,
    )
