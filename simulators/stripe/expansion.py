"""`expand[]`: replaces ids by the objects they stand for."""

from collections.abc import Callable

from simulators.stripe.ledger import Ledger
from simulators.stripe.records import Record
from simulators.stripe.refusals import ApiRefusal
from simulators.stripe.sessions import embedded_line_items

DEEPEST = 4
# Which fields may be expanded, and the kind of object behind each.
EXPANDABLE = {
    "checkout.session": {"payment_intent": "payment_intent"},
    "payment_intent": {"latest_charge": "charge"},
    "charge": {"payment_intent": "payment_intent"},
    "refund": {"charge": "charge", "payment_intent": "payment_intent"},
    "dispute": {"charge": "charge", "payment_intent": "payment_intent"},
}
COMPUTED: dict[tuple[str, str], Callable[[Ledger, Record], Record]] = {
    ("checkout.session", "line_items"): embedded_line_items
}


def expanded(ledger: Ledger, answer: Record, paths: list[str]) -> Record:
    """The answer with each dotted path expanded; refuses what cannot be."""
    for path in paths:
        names = path.split(".")
        if len(names) > DEEPEST:
            raise ApiRefusal(f"You cannot expand more than {DEEPEST} levels: {path}.")
        _expand(ledger, answer, names, path)
    return answer


def _expand(ledger: Ledger, node: Record, names: list[str], path: str) -> None:
    first, rest = names[0], names[1:]
    if node["object"] == "list" and first == "data" and rest:
        for entry in node["data"]:
            _expand(ledger, entry, rest, path)
        return
    kind = EXPANDABLE.get(node["object"], {}).get(first)
    compute = COMPUTED.get((node["object"], first))
    if kind is None and compute is None:
        raise ApiRefusal(f"This property cannot be expanded ({path}).", param="expand")
    if not isinstance(node.get(first), dict):
        if compute:
            node[first] = compute(ledger, node)
        elif node.get(first) is not None and kind:
            node[first] = ledger.records.get(kind, node[first])
    if rest and isinstance(node.get(first), dict):
        _expand(ledger, node[first], rest, path)
