"""What a transaction changes, read off its statements, so that each kind of it has a name."""

import re

WRITES = re.compile(
    r"(INSERT INTO|DELETE FROM|(?<!FOR )(?<!KEY )(?<!DO )UPDATE)\s+(?:ONLY\s+)?\"?([a-z_]+)"
)
VERBS = {"INSERT INTO": "+", "DELETE FROM": "-", "UPDATE": "~"}
ENDS = re.compile(r"\s*(COMMIT|END)\b", re.IGNORECASE)


def writes_in(statement: str) -> list[str]:
    """Such as `+orders` or `~jobs`, in the order of the words."""
    return [VERBS[verb] + table for verb, table in WRITES.findall(statement)]


def is_commit(statement: str) -> bool:
    return ENDS.match(statement) is not None
