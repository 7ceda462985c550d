"""Where a request came from, as histories keep it."""

import re

from adapters.inbound.http.credentials import AnyRequest, Credentials
from adapters.inbound.http.request_id import request_id_of
from domain.identity.caller import Caller
from domain.shared.origin import Origin

# A front end may name its installation; whoever does not is known by its browser's name.
DEVICE = "x-device-id"
SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")
DEVICE_CHARACTERS_MAX = 200


def origin_of(request: AnyRequest, credentials: Credentials) -> Origin:
    """The device is what the client says of itself, cut to a length and to printable ASCII."""
    return origin_by(request, credentials.caller(request))


def origin_by(request: AnyRequest, caller: Caller) -> Origin:
    return Origin(
        actor=caller.role.value,
        actor_id=str(caller.owner.id),
        device=device_of(request),
        request_id=request_id_of(request),
    )


def readable_device(written: str | None) -> str:
    """What a body calls the device: no NUL, which a database does not take, and not without end."""
    shown = (character for character in written or "" if character.isprintable())
    return "".join(shown)[:DEVICE_CHARACTERS_MAX]


def device_of(request: AnyRequest) -> str:
    """What the client calls itself, else its browser's name."""
    named = request.headers.get(DEVICE, "")
    if SANE.fullmatch(named):
        return named
    browser = request.headers.get("user-agent", "")[:DEVICE_CHARACTERS_MAX]
    return browser if browser.isascii() and browser.isprintable() else ""
