"""The query of GET /orders: which orders, how many, and where the next page begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from simulators.prodigi.answers import Failures, validation_failed
from simulators.prodigi.wire import timestamp

_STAGE = "json_extract(document, '$.status.stage')"
_AWAITS_PAYMENT = (
    "EXISTS (SELECT 1 FROM json_each(document, '$.status.issues')"
    " WHERE json_extract(value, '$.errorCode') = 'RequiresPaymentAuthorisation')"
)
# The statuses asked for are other words than the stages told.
_BY_STATUS = {
    "draft": "FALSE",
    "awaitingpayment": f"{_STAGE} = 'InProgress' AND {_AWAITS_PAYMENT}",
    "inprogress": f"{_STAGE} = 'InProgress' AND NOT {_AWAITS_PAYMENT}",
    "complete": f"{_STAGE} = 'Complete'",
    "cancelled": f"{_STAGE} = 'Cancelled'",
}
_SINGLE = ("top", "skip", "createdFrom", "createdTo", "status")
_REPEATED = ("orderIds", "merchantReferences")
_TOP_MAX = 100
_SKIP_MAX = 2**31 - 1

Condition = tuple[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Listing:
    where: list[Condition]
    top: int
    skip: int
    asked: list[tuple[str, str]]

    def next_query(self) -> str:
        kept = [(n, v) for n, v in self.asked if n.casefold() not in ("top", "skip")]
        return urlencode([("Top", self.top), ("Skip", self.skip + self.top), *kept])


def read_listing(query: str) -> Listing:
    """Names in any case; unknown ones are refused, so that a misspelt filter shows."""
    asked = parse_qsl(query, keep_blank_values=True)
    failures: Failures = {}
    values: dict[str, list[str]] = {}
    names = {name.casefold(): name for name in _SINGLE + _REPEATED}
    for given, value in asked:
        name = names.get(given.casefold())
        if name is None:
            _fail(failures, given, "UnknownField", value)
        elif name in _SINGLE and name in values:
            _fail(failures, name, "MustNotBeRepeated", value)
        else:
            values.setdefault(name, []).append(value)
    listing = Listing(
        where=_conditions(values, failures),
        top=_number(values, "top", 1, _TOP_MAX, 10, failures),
        skip=_number(values, "skip", 0, _SKIP_MAX, 0, failures),
        asked=asked,
    )
    if failures:
        raise validation_failed(failures)
    return listing


def _conditions(values: dict[str, list[str]], failures: Failures) -> list[Condition]:
    where: list[Condition] = [("held = 0", [])]
    for name, comparison in (("createdFrom", ">="), ("createdTo", "<=")):
        if name in values and (moment := _moment(values[name][0], name, failures)):
            where.append((f"json_extract(document, '$.created') {comparison} ?", [moment]))
    if "status" in values:
        status = values["status"][0]
        if status.casefold() in _BY_STATUS:
            where.append((_BY_STATUS[status.casefold()], []))
        else:
            _fail(failures, "status", "MustBeAValidValue", status)
    for name, field in (("orderIds", "$.id"), ("merchantReferences", "$.merchantReference")):
        if wanted := values.get(name):
            marks = ", ".join("?" for _ in wanted)
            where.append((f"json_extract(document, '{field}') IN ({marks})", wanted))
    return where


def _number(
    values: dict[str, list[str]],
    name: str,
    least: int,
    most: int,
    default: int,
    failures: Failures,
) -> int:
    if name not in values:
        return default
    given = values[name][0]
    if given.isascii() and given.isdigit() and least <= int(given) <= most:
        return int(given)
    _fail(failures, name, f"MustBeBetween{least}And{most}", given)
    return default


def _moment(given: str, name: str, failures: Failures) -> str | None:
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        _fail(failures, name, "MustBeAValidDate", given)
        return None
    return timestamp(moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))


def _fail(failures: Failures, name: str, code: str, provided: str) -> None:
    failures.setdefault(name, []).append({"code": code, "providedValue": provided})
