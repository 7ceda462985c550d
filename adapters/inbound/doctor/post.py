"""Mails can go out: the server greets us, or the mailbox can be written; the sender is one."""

import asyncio
import os
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.policy import SMTP
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from adapters.inbound.doctor.finding import Finding, problem, warning, well
from adapters.outbound.mail.smtp_mailer import SmtpMailer
from adapters.settings import Settings
from domain.identity.email import canonical_email
from domain.identity.refusals import EmailInvalid

NAME, SENDER = "mail", "mail sender"
SMTP_FIX = (
    "Set SMTP_URL to smtp:// or smtps://, user:password@host:port of a server that answers, by a "
    "name that its certificate bears."
)
MAILBOX_FIX = "Set SMTP_URL to a mail server, or MAILBOX_DIR to a directory that can be written."
SENDER_FIX = 'Set MAIL_FROM to a sender such as "Your Shop <shop@your.shop>".'
# RFC 2606: these never belong to anybody.
NOBODYS = (".example", ".invalid", ".test", ".localhost")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Greets, encrypts and logs in; no mail is sent."""

    mailer: SmtpMailer
    is_production: bool

    async def __call__(self) -> list[Finding]:
        return judge_greeting(
            is_encrypted=await self.mailer.greet(), is_production=self.is_production
        )


def judge_greeting(*, is_encrypted: bool, is_production: bool) -> list[Finding]:
    if is_encrypted or not is_production:
        return [well(NAME, f"the server answers, {'' if is_encrypted else 'not '}encrypted")]
    fix = "Set SMTP_URL to smtps://…, or to a server that offers STARTTLS."
    return [warning(NAME, "the server offers no encryption", fix)]


@dataclass(frozen=True, slots=True)
class Mailbox:
    directory: Path
    is_production: bool

    async def __call__(self) -> list[Finding]:
        if self.is_production:
            told = "there is no SMTP_URL: buyers would never get a mail"
            return [problem(NAME, told, SMTP_FIX)]
        await asyncio.to_thread(self._write)
        return [well(NAME, "kept in the mailbox on disk, which can be written")]

    def _write(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.directory, prefix=".doctor-") as file:
            file.write(b"\n")
            file.flush()
            os.fsync(file.fileno())


def judge_sender(settings: Settings) -> list[Finding]:
    written = settings.mail_from
    addresses = _addresses(written)
    if len(addresses) != 1:
        return [problem(SENDER, f"MAIL_FROM holds {len(addresses)} addresses, not one", SENDER_FIX)]
    address = addresses[0].addr_spec
    try:
        canonical_email(address)
    except EmailInvalid:
        return [problem(SENDER, "MAIL_FROM is no mail address", SENDER_FIX)]
    if settings.is_production and address.endswith(NOBODYS):
        return [problem(SENDER, f"{address} belongs to nobody", SENDER_FIX)]
    return [well(SENDER, address)]


def _addresses(written: str) -> tuple[Address, ...]:
    try:
        header: Any = SMTP.header_factory("From", written)
        return tuple(header.addresses)
    except (MessageError, ValueError, IndexError):
        return ()
