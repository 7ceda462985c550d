"""What every mailer promises: in memory, on disk, and through a real SMTP server."""

import asyncio
import email
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import pytest
from aiosmtpd.smtp import SMTP

from adapters.outbound.mail.disk_mailbox import DiskMailbox
from adapters.outbound.mail.smtp_mailer import SmtpMailer
from adapters.outbound.memory.mailer import MemoryMailer
from application.notifications.ports import Mailer
from application.shared.outcomes import Rejected, Unavailable
from domain.notifications.mail import Letter, Template

SENDER = "Passepartout <shop@passepartout.example>"


class Post(Protocol):
    """The mailer, and what arrived through it: Message-ID and recipient, each mail once."""

    @property
    def mailer(self) -> Mailer: ...

    async def arrived(self) -> set[tuple[str, str]]: ...


@dataclass(frozen=True)
class InMemory:
    mailer: MemoryMailer

    async def arrived(self) -> set[tuple[str, str]]:
        return {(letter.message_id, letter.recipient) for letter in self.mailer.letters}


@dataclass(frozen=True)
class OnDisk:
    mailer: DiskMailbox

    async def arrived(self) -> set[tuple[str, str]]:
        return {(f"<{mail.id}@passepartout>", mail.recipient) for mail in await self.mailer.list()}


@dataclass
class Server:
    """What the SMTP server answers, and what it took in."""

    port: int = 0
    to_recipient: str = "250 OK"
    to_data: str = "250 OK"
    taken: list[tuple[EmailMessage, list[str]]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the server's name for it
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.to_data.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=MAIL_POLICY)
            self.taken.append((message, envelope.rcpt_tos))
        return self.to_data


@dataclass(frozen=True)
class OverSmtp:
    mailer: SmtpMailer
    server: Server

    async def arrived(self) -> set[tuple[str, str]]:
        return {(message["Message-ID"], to) for message, tos in self.server.taken for to in tos}


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    state = Server()
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: SMTP(state, loop=loop), "127.0.0.1", 0)
    state.port = listening.sockets[0].getsockname()[1]
    yield state
    listening.close()
    await listening.wait_closed()


@pytest.fixture(params=["memory", "disk", "smtp"])
async def post(request: pytest.FixtureRequest, tmp_path: Path, server: Server) -> Post:
    if request.param == "memory":
        return InMemory(MemoryMailer())
    if request.param == "disk":
        return OnDisk(DiskMailbox(tmp_path / "mail", SENDER))
    return OverSmtp(smtp_mailer(server), server)


def smtp_mailer(server: Server, timeout_s: float = 5) -> SmtpMailer:
    return SmtpMailer(f"smtp://127.0.0.1:{server.port}", SENDER, timeout_s)


def a_letter(**changes: str) -> Letter:
    written = {
        "message_id": f"<{uuid4()}@passepartout>",
        "recipient": "ada@buyer.example",
        "subject": "Your order PP-100042 is on its way — today",
        "text": "Dear Ada,\n\n.\nit is on its way. £46.95\n",
        "html": "<p>Dear Ada, it is <b>on its way</b>. £46.95</p>\n",
    }
    return Letter(template=Template.ORDER_SHIPPED, **written | changes)


async def test_a_letter_arrives(post: Post) -> None:
    letter = a_letter()
    await post.mailer.send(letter)
    assert await post.arrived() == {(letter.message_id, letter.recipient)}


async def test_a_letter_sent_twice_is_the_same_mail(post: Post) -> None:
    letter = a_letter()
    await post.mailer.send(letter)
    await post.mailer.send(letter)
    assert await post.arrived() == {(letter.message_id, letter.recipient)}


async def test_two_letters_to_one_buyer_are_two_mails(post: Post) -> None:
    await post.mailer.send(a_letter())
    await post.mailer.send(a_letter())
    assert len(await post.arrived()) == 2


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "ada",
        "ada@",
        "@buyer.example",
        "ada@buyer.example, eve@buyer.example",
        "ada@buyer.example\r\nBcc: eve@buyer.example",
        "Ada <ada@buyer.example>",
        "ada @buyer.example",
        "ädä@buyer.example",
        f"{'a' * 300}@buyer.example",
    ],
)
async def test_an_address_that_is_not_exactly_one_mailbox_is_rejected(
    post: Post, recipient: str
) -> None:
    with pytest.raises(Rejected):
        await post.mailer.send(a_letter(recipient=recipient))
    assert await post.arrived() == set()


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hello\r\nBcc: eve@buyer.example"},
        {"subject": "Hello\nthere"},
        {"subject": "x" * 400},
        {"message_id": "<../../etc/passwd@passepartout>"},
        {"message_id": "<1@passepartout>\r\nBcc: eve@buyer.example"},
    ],
)
async def test_a_header_cannot_bring_another_with_it(post: Post, changes: dict[str, str]) -> None:
    with pytest.raises(Rejected):
        await post.mailer.send(a_letter(**changes))
    assert await post.arrived() == set()


async def test_a_greeting_sends_no_mail_and_tells_whether_it_was_encrypted(server: Server) -> None:
    assert await smtp_mailer(server).greet() is False
    assert server.taken == []


async def test_a_server_that_is_not_there_cannot_be_greeted() -> None:
    with pytest.raises(Unavailable):
        await SmtpMailer("smtp://127.0.0.1:1", SENDER, 1).greet()


async def test_over_smtp_a_mail_has_both_bodies_and_says_what_it_is(server: Server) -> None:
    letter = a_letter()
    await smtp_mailer(server).send(letter)
    [(message, recipients)] = server.taken
    assert recipients == [letter.recipient]
    assert message["From"] == SENDER
    assert message["To"] == letter.recipient
    assert message["Subject"] == letter.subject
    assert message["Message-ID"] == letter.message_id
    assert message["X-Template"] == "order_shipped"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime is not None
    assert _body(message, "plain") == letter.text
    assert _body(message, "html") == letter.html


@pytest.mark.parametrize("answer", ["451 Try later", "421 Too busy", "452 Full"])
async def test_a_server_that_cannot_now_is_unavailable(server: Server, answer: str) -> None:
    server.to_recipient = answer
    with pytest.raises(Unavailable):
        await smtp_mailer(server).send(a_letter())
    server.to_recipient = "250 OK"
    server.to_data = answer
    with pytest.raises(Unavailable):
        await smtp_mailer(server).send(a_letter())


@pytest.mark.parametrize("answer", ["550 No such user ada@buyer.example", "553 Not here"])
async def test_a_recipient_that_the_server_does_not_know_is_rejected(
    server: Server, answer: str
) -> None:
    server.to_recipient = answer
    with pytest.raises(Rejected) as refusal:
        await smtp_mailer(server).send(a_letter())
    assert "ada@" not in str(refusal.value)


async def test_a_server_that_is_not_there_is_unavailable(server: Server) -> None:
    with pytest.raises(Unavailable):
        await SmtpMailer("smtp://127.0.0.1:9", SENDER, 2).send(a_letter())


async def test_a_server_that_says_nothing_is_unavailable() -> None:
    left = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        left.set()

    listening = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        with pytest.raises(Unavailable):
            await SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER, 0.3).send(a_letter())
        await asyncio.wait_for(left.wait(), 5)


@pytest.mark.parametrize("url", ["", "mail.example", "http://mail.example", "smtp://"])
def test_an_address_of_no_smtp_server_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL"):
        SmtpMailer(url, SENDER, 1)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
