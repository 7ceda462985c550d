"""A letter as an e-mail message that no content of the letter can change the shape of."""

import re
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from application.shared.outcomes import Rejected
from domain.notifications.mail import Letter

PROVIDER = "mail"
# Servers that take nothing but ASCII still exist.
WIRE = SMTP.clone(cte_type="7bit")
MESSAGE_ID = re.compile(r"<([A-Za-z0-9-]{1,64})@[A-Za-z0-9.-]{1,64}>")
# The longest subject that mail programs show in full is far shorter.
SUBJECT_CHARACTERS_MAX = 300
# RFC 5321, section 4.5.3.1.3, without the angle brackets.
ADDRESS_CHARACTERS_MAX = 254


def check_letter(letter: Letter) -> None:
    """Raises Rejected for a letter that could never be delivered as it is."""
    if not MESSAGE_ID.fullmatch(letter.message_id):
        raise Rejected(PROVIDER, "The Message-ID is not one of ours.")
    if not letter.subject.isprintable() or len(letter.subject) > SUBJECT_CHARACTERS_MAX:
        raise Rejected(PROVIDER, "The subject is not one printable line.")
    recipient_of(letter)


def recipient_of(letter: Letter) -> Address:
    """Exactly one mailbox: a comma or a line break must not address anybody else."""
    written = letter.recipient
    if not written.isascii() or not written.isprintable() or len(written) > ADDRESS_CHARACTERS_MAX:
        raise Rejected(PROVIDER, "The recipient's address cannot be written to.")
    try:
        address = Address(addr_spec=written)
    except (ValueError, IndexError, MessageError) as error:
        raise Rejected(PROVIDER, "The recipient's address is malformed.") from error
    # Blanks and comments are allowed there, but nobody has such an address.
    if not address.username or not address.domain or address.addr_spec != written:
        raise Rejected(PROVIDER, "The recipient's address is incomplete or oddly written.")
    return address


def mail_message(letter: Letter, sender: str) -> EmailMessage:
    """Plain text with an HTML alternative. Raises Rejected as `check_letter` does."""
    check_letter(letter)
    message = EmailMessage(policy=WIRE)
    message["From"] = sender
    message["To"] = recipient_of(letter)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = letter.message_id
    message["X-Template"] = letter.template.value
    # RFC 3834: tells holiday notices and the like not to answer.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def mail_id(message_id: str) -> str:
    """The part of our Message-ID before the @, fit for a file name. Raises Rejected."""
    found = MESSAGE_ID.fullmatch(message_id)
    if found is None:
        raise Rejected(PROVIDER, "The Message-ID is not one of ours.")
    return found[1]
