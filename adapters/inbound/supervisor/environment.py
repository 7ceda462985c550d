"""The settings of an embedded shop as environment variables; what was given wins."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from adapters.inbound.supervisor.postgres import postgres_url
from adapters.inbound.supervisor.refusals import CannotStart
from adapters.inbound.supervisor.simulators import LAB_WINDOW_S
from adapters.inbound.supervisor.valkey import valkey_url
from adapters.settings import Settings

REPLACES = {
    "postgres": {"DATABASE_URL"},
    "valkey": {"BROKER_URL", "CACHE_URL"},
    "stripe": {"STRIPE_API_BASE"},
    "prodigi": {"PRODIGI_API_BASE"},
}
"""An embedded part is left out when all of these are given."""

NAMES = frozenset(field.name.upper() for field in msgspec.structs.fields(Settings))


def settings_in(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name in NAMES and value}


def embedded_parts(given: Mapping[str, str]) -> frozenset[str]:
    parts = frozenset(part for part, names in REPLACES.items() if not names <= given.keys())
    if given.get("ENVIRONMENT") == "production" and parts & {"stripe", "prodigi"}:
        raise CannotStart(
            "Production does not sell through simulators: set STRIPE_API_BASE and PRODIGI_API_BASE."
        )
    return parts


def shop_environment(
    given: Mapping[str, str],
    parts: frozenset[str],
    folder: Path,
    ports: Mapping[str, int],
    secrets: Mapping[str, str],
    time_factor: float = 1.0,
) -> dict[str, str]:
    settings = {
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{ports['api']}",
        "STORAGE_URL": (folder / "assets").as_uri(),
        "MAILBOX_DIR": str(folder / "mail"),
        "TOKEN_SECRET": secrets["token_secret"],
        "ASSET_SECRET": secrets["asset_secret"],
    }
    if "postgres" in parts:
        settings["DATABASE_URL"] = postgres_url(ports["postgres"], secrets["database_password"])
    if "valkey" in parts:
        for number, name in enumerate(("BROKER_URL", "CACHE_URL")):
            settings[name] = valkey_url(ports["valkey"], secrets["valkey_password"], number)
    if "stripe" in parts:
        settings["STRIPE_API_BASE"] = f"http://127.0.0.1:{ports['stripe']}"
        settings["STRIPE_API_KEY"] = secrets["stripe_api_key"]
        settings["STRIPE_WEBHOOK_SECRETS"] = secrets["stripe_webhook_secret"]
    if "prodigi" in parts:
        settings["PRODIGI_API_BASE"] = f"http://127.0.0.1:{ports['prodigi']}"
        settings["PRODIGI_API_KEY"] = secrets["prodigi_api_key"]
        # The lab announces parcels but not production; its time runs fast here, so look often.
        settings |= {"DROPSHIP_POLL_INTERVAL_S": "2", "SCHEDULE_INTERVAL_S": "1"}
        # A second more than its own window, as the setting's default has it.
        settings["PRODIGI_CALLS_WINDOW_S"] = f"{LAB_WINDOW_S / time_factor + 1:g}"
    return {**settings, **given}
