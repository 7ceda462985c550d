"""The address of a picture elsewhere, as far as the shop follows it."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote, urljoin, urlsplit

from domain.shared.refusals import Invalid

URL_LENGTH_MAX = 2000
HTTPS_PORT = 443
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
# The last label is no number, so this is never an address in any of its spellings.
NAME = re.compile(rf"({LABEL}\.)+(?!\d+$)(?!0x[0-9a-f]*$){LABEL}", re.ASCII)
# What a parser might drop, or read as something else than another parser does.
PRINTABLE = re.compile(r"[!-\[\]-~]+", re.ASCII)


class PictureUrlRefused(Invalid):
    """The shop does not fetch from there; `facts.why` says what about the address is wrong."""

    code = "picture_url_refused"


class PictureUrlUnreachable(Invalid):
    """Nothing came from there, or not all of it, or not in time."""

    code = "picture_url_unreachable"


def refused(why: str, detail: str) -> PictureUrlRefused:
    return PictureUrlRefused(detail, field="url", facts={"why": why})


def unreachable(why: str, detail: str) -> PictureUrlUnreachable:
    return PictureUrlUnreachable(detail, field="url", facts={"why": why})


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureUrl:
    """`host` is a name in lower case; `target` is path and query, ready for a request line."""

    host: str
    target: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises PictureUrlRefused."""
        if len(text) > URL_LENGTH_MAX or not PRINTABLE.fullmatch(text):
            raise refused("malformed", "Send the address percent-encoded, as browsers copy it.")
        try:
            parts = urlsplit(text)
            port, host = parts.port, (parts.hostname or "").rstrip(".")
        except ValueError as error:
            raise refused("malformed", "This is not an address.") from error
        if parts.scheme != "https":
            raise refused("not_https", "Only addresses that begin with https:// are fetched.")
        if parts.username is not None or parts.password is not None:
            raise refused("credentials", "An address with credentials is not fetched.")
        if port not in (None, HTTPS_PORT):
            raise refused("port", "Only the usual port of https is asked.")
        if len(host) > 253 or not NAME.fullmatch(host):
            raise refused("host", "The address must name a host on the public internet.")
        query = f"?{parts.query}" if parts.query else ""
        return cls(host=host, target=(parts.path or "/") + query)

    def __str__(self) -> str:
        return f"https://{self.host}{self.target}"

    @property
    def name(self) -> str:
        """What the file may be called."""
        return unquote(self.target.partition("?")[0])

    def redirected(self, location: str) -> Self:
        """Raises PictureUrlRefused, also where it leads to another host."""
        if not PRINTABLE.fullmatch(location):
            raise refused("redirect", "It leads on to something that is no address.")
        led = type(self).read(urljoin(str(self), location))
        if led.host != self.host:
            raise refused("redirect", "It leads on to another host; send that address itself.")
        return led
