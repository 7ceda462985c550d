"""Form bodies and queries with bracketed keys become nested dictionaries."""

import re
from typing import Any
from urllib.parse import parse_qsl

from simulators.stripe.refusals import ApiRefusal

KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
PARAMETERS_MAX = 5000

Tree = dict[str, Any]


def read_form(encoded: str) -> Tree:
    """`a[b][0]=x` → `{"a": {"b": {"0": "x"}}}`; `a[]=x` counts up by itself."""
    try:
        pairs = parse_qsl(
            encoded, keep_blank_values=True, errors="strict", max_num_fields=PARAMETERS_MAX
        )
    except ValueError as error:
        raise ApiRefusal(f"Invalid request body: {error}") from error
    tree: Tree = {}
    for key, value in pairs:
        _put(tree, key, value)
    return tree


def _put(tree: Tree, key: str, value: str) -> None:
    match = KEY.fullmatch(key)
    if match is None:
        raise ApiRefusal(f"Invalid parameter name: {key}", param=key)
    path = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
    node = tree
    for name in path[:-1]:
        node = node.setdefault(name or str(len(node)), {})
        if not isinstance(node, dict):
            raise ApiRefusal(
                f"Invalid parameter: {key} is used as a value and as an object", param=key
            )
    last = path[-1] or str(len(node))
    if last in node:
        raise ApiRefusal(f"Invalid parameter: {key} is given twice", param=key)
    node[last] = value
