"""The secrets of an embedded shop: drawn once, kept in a file only its owner can read."""

import json
import os
import secrets
from pathlib import Path

PREFIXES = {
    "database_password": "",
    "valkey_password": "",
    "token_secret": "",
    "asset_secret": "",
    "stripe_api_key": "sk_test_",
    "stripe_webhook_secret": "whsec_",
    "prodigi_api_key": "",
}


def kept_secrets(file: Path) -> dict[str, str]:
    kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    missing = PREFIXES.keys() - kept.keys()
    if missing:
        kept |= {name: PREFIXES[name] + secrets.token_hex(24) for name in missing}
        write_private(file, json.dumps(kept, indent=2, sort_keys=True) + "\n")
    return kept


def write_private(file: Path, text: str) -> None:
    """Never readable by others and never half written, not even for a moment."""
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
    new.replace(file)
