"""The names under which files are stored: ours alone, and harmless on any disk and in any URL."""

import re

KEY_LENGTH_MAX = 200
# A part begins with a letter or a digit, so that neither `..` nor a hidden file can be named.
PART = r"[a-z0-9][a-z0-9_.-]*"
KEY = re.compile(rf"{PART}(/{PART})*", re.ASCII)


def is_asset_key(key: str) -> bool:
    return len(key) <= KEY_LENGTH_MAX and KEY.fullmatch(key) is not None
