"""The name a buyer's file had, made safe to store, log and show again."""

import unicodedata

NAME_LENGTH_MAX = 200
UNNAMED = "picture"


def clean_name(given: str | None) -> str:
    """The last path part without control or formatting characters, at most NAME_LENGTH_MAX long.

    The name is only ever shown; no file is stored or found under it.
    """
    last = (given or "").replace("\\", "/").rpartition("/")[2]
    composed = unicodedata.normalize("NFC", last)
    # Category C holds control, direction-changing, unassigned and surrogate characters.
    shown = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in composed)
    return " ".join(shown.split())[:NAME_LENGTH_MAX].strip() or UNNAMED
