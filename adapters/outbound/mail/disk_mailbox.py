"""A mailbox on disk, for shops without a mail server: one .eml file per mail."""

import asyncio
import email
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from tempfile import NamedTemporaryFile

from adapters.outbound.mail.mail_message import PROVIDER, mail_id, mail_message
from application.shared.outcomes import Unavailable
from domain.notifications.mail import Letter

SUFFIX = ".eml"
MAIL_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMail:
    """A mail as a page shows it."""

    id: str
    subject: str
    recipient: str
    template: str
    date: datetime | None
    text: str
    html: str


class DiskMailbox:
    """The file is named by the Message-ID, so a mail that is sent again replaces itself."""

    def __init__(self, directory: Path, sender: str) -> None:
        self._directory = directory
        self._sender = sender

    async def send(self, letter: Letter) -> None:
        path = self._directory / f"{mail_id(letter.message_id)}{SUFFIX}"
        content = mail_message(letter, self._sender).as_bytes()
        try:
            await asyncio.to_thread(_write_whole, path, content)
        except OSError as error:
            raise Unavailable(
                PROVIDER, f"The mailbox cannot be written: {error.strerror}"
            ) from error

    async def list(self, limit: int = 100) -> Sequence[StoredMail]:
        """The newest first."""
        return await asyncio.to_thread(self._newest, limit)

    async def read(self, mail_id: str) -> StoredMail | None:
        """None when there is no such mail."""
        # The id comes from an address bar; nothing but a plain name may reach the file system.
        if not MAIL_ID.fullmatch(mail_id):
            return None
        return await asyncio.to_thread(_read, self._directory / f"{mail_id}{SUFFIX}")

    def _newest(self, limit: int) -> tuple[StoredMail, ...]:
        paths = sorted(
            self._directory.glob(f"*{SUFFIX}"),
            key=lambda path: (path.stat().st_mtime_ns, path.name),
            reverse=True,
        )
        found = (_read(path) for path in paths[:limit])
        return tuple(mail for mail in found if mail is not None)


def _write_whole(path: Path, content: bytes) -> None:
    """A reader, or a crash, sees the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _read(path: Path) -> StoredMail | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    message = email.message_from_bytes(content, policy=SMTP)
    date = message["Date"]
    return StoredMail(
        id=path.stem,
        subject=str(message["Subject"] or ""),
        recipient=str(message["To"] or ""),
        template=str(message["X-Template"] or ""),
        date=date.datetime if date is not None else None,
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    # On the wire, and so in the file, lines end with CR LF.
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""
