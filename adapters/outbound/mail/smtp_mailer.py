"""Mail through any SMTP server."""

from urllib.parse import unquote, urlsplit

import aiosmtplib

from adapters.outbound.mail.mail_message import PROVIDER, mail_message, recipient_of
from application.shared.outcomes import OutsideTrouble, Rejected, Unavailable
from domain.notifications.mail import Letter

PERMANENT = 500


class SmtpMailer:
    """`smtp://user:password@host:port` uses STARTTLS where offered, `smtps://` TLS throughout.

    A connection that breaks at the very end may leave the mail delivered: the same Message-ID then
    lets the recipient's side recognise the repeat.
    """

    def __init__(self, smtp_url: str, sender: str, timeout_s: float) -> None:
        server = urlsplit(smtp_url)
        if server.scheme not in ("smtp", "smtps") or not server.hostname:
            raise ValueError("SMTP_URL must look like smtp://host:port or smtps://host:port.")
        self._sender = sender
        self._timeout_s = timeout_s
        self._hostname = server.hostname
        self._port = server.port
        self._use_tls = server.scheme == "smtps"
        self._username = unquote(server.username) if server.username else None
        self._password = unquote(server.password) if server.password else None

    async def send(self, letter: Letter) -> None:
        message = mail_message(letter, self._sender)
        try:
            await aiosmtplib.send(
                message,
                # From the letter, not from the headers: what is asked for is who gets it.
                recipients=[recipient_of(letter).addr_spec],
                hostname=self._hostname,
                port=self._port,
                use_tls=self._use_tls,
                username=self._username,
                password=self._password,
                timeout=self._timeout_s,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _trouble(error) from error

    async def greet(self) -> bool:
        """Connect, encrypt where offered, log in and leave; answers whether it was encrypted.

        Raises Unavailable.
        """
        server = aiosmtplib.SMTP(
            hostname=self._hostname,
            port=self._port,
            use_tls=self._use_tls,
            username=self._username,
            password=self._password,
            timeout=self._timeout_s,
        )
        try:
            async with server:
                await server.ehlo()
                return server.get_transport_info("sslcontext") is not None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Unavailable(PROVIDER, type(error).__name__) from error


def _trouble(error: Exception) -> OutsideTrouble:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        code = max((refused.code for refused in error.recipients), default=0)
        return _refusal(code, "recipient")
    if isinstance(error, aiosmtplib.SMTPRecipientRefused | aiosmtplib.SMTPDataError):
        return _refusal(error.code, "mail")
    # A refused sender or password is ours to mend, and every mail can go out after that.
    return Unavailable(PROVIDER, type(error).__name__)


def _refusal(code: int, what: str) -> OutsideTrouble:
    """The server's sentence is left out, as it quotes the address."""
    family = Rejected if code >= PERMANENT else Unavailable
    return family(PROVIDER, f"The server answered {code} to the {what}.")
