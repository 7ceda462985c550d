"""If-Match on designs: a change is made only to the revision that the client saw."""

import re
from typing import Annotated

from litestar.params import HeaderParameter

from adapters.inbound.http.carts.if_match import EtagInvalid

IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", required=False, description="The ETag of the design you saw."),
]


def etag(revision: int) -> str:
    return f'"{revision}"'


def seen(if_match: str | None) -> int | None:
    """The revision that the client saw, None for any. Raises EtagInvalid."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = re.fullmatch(r'(?:W/)?"?([1-9][0-9]{0,8})"?', if_match.strip())
    if found is None:
        raise EtagInvalid(field="If-Match")
    return int(found.group(1))
