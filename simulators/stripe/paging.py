"""Stripe's lists: newest first, cursors by id, `has_more`."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from simulators.stripe.parameters import Reader, group, integer, many, text
from simulators.stripe.records import Record, Records
from simulators.stripe.refusals import ApiRefusal

PAGING: dict[str, Reader] = {
    "limit": integer(1, 100),
    "starting_after": text(),
    "ending_before": text(),
    "expand": many(text(), most=20),
}
_RANGE = group(dict.fromkeys(("gt", "gte", "lt", "lte"), integer(0)))


def created_filter(raw: Any, name: str) -> Any:
    """`created=123` or `created[gte]=123`."""
    return _RANGE(raw, name) if isinstance(raw, dict) else integer(0)(raw, name)


def within(created: int, wanted: Any) -> bool:
    """Whether a timestamp passes a `created` filter; None lets everything pass."""
    if wanted is None or isinstance(wanted, int):
        return wanted in {None, created}
    tests: dict[str, Callable[[int], bool]] = {
        "gt": lambda bound: created > bound,
        "gte": lambda bound: created >= bound,
        "lt": lambda bound: created < bound,
        "lte": lambda bound: created <= bound,
    }
    return all(tests[name](bound) for name, bound in wanted.items())


def list_object(data: list[Record], url: str, *, has_more: bool) -> Record:
    """The envelope of every list."""
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def page_of(
    records: Records,
    kind: str,
    url: str,
    given: dict[str, Any],
    keep: Callable[[Record], bool],
) -> Record:
    """One page of the objects that `keep` lets pass."""
    limit, after, before = (given.get(n) for n in ("limit", "starting_after", "ending_before"))
    if after and before:
        raise ApiRefusal("You cannot parameterize both starting_after and ending_before.")
    for name, cursor in (("starting_after", after), ("ending_before", before)):
        if cursor:
            records.get(kind, cursor, name)
    limit = limit or 10
    rows: Iterable[Record] = (
        records.oldest_first(kind, after_id=before)
        if before
        else records.newest_first(kind, before_id=after)
    )
    found = list(islice(filter(keep, rows), limit + 1))
    page = found[:limit]
    return list_object(page[::-1] if before else page, url, has_more=len(found) > limit)
