"""The buyer's mails, read from the shop's public mailbox page."""

import re
from dataclasses import dataclass
from html import unescape

import httpx

from adapters.inbound.demo.looking import look_until
from adapters.inbound.demo.refusals import DemoFailed

ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
LINK = re.compile(r'href="(/mailbox/[^"]+)"')
TAG = re.compile(r"<[^>]+>")

WANTED = (
    "Your order {} is confirmed",
    "Your order {} is on its way",
    "Your order {} has been delivered",
)


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    recipient: str
    path: str


async def read_mails(http: httpx.AsyncClient, recipient: str) -> list[Mail]:
    """The oldest first. Raises DemoFailed."""
    page = await http.get("/mailbox")
    if page.status_code != httpx.codes.OK:
        raise DemoFailed(f"The mailbox answered {page.status_code}.")
    rows = (_mail(row) for row in ROW.findall(page.text))
    return [mail for mail in rows if mail and mail.recipient == recipient][::-1]


async def wait_for_mails(http: httpx.AsyncClient, recipient: str, number: str) -> list[Mail]:
    """Until confirmation, shipped and delivered are there; the caller sets the deadline."""
    wanted = {subject.format(number) for subject in WANTED}
    return await look_until(
        lambda: read_mails(http, recipient),
        lambda mails: wanted <= {mail.subject for mail in mails},
    )


def check_each_once(mails: list[Mail], number: str) -> None:
    """Raises DemoFailed."""
    subjects = [mail.subject for mail in mails]
    repeated = sorted({subject for subject in subjects if subjects.count(subject) > 1})
    if repeated:
        raise DemoFailed(f"Mails of order {number} came more than once: {'; '.join(repeated)}.")


def _mail(row: str) -> Mail | None:
    link, cells = (
        LINK.search(row),
        [unescape(TAG.sub("", cell)).strip() for cell in CELL.findall(row)],
    )
    return Mail(cells[0], cells[1], link[1]) if link and len(cells) > 1 else None
