"""An e-mail address as accounts know it: one spelling, and one that a mail can be sent to."""

import re
from uuid import UUID

from domain.identity.refusals import EmailInvalid

# RFC 5321, section 4.5.3.1: 64 for the mailbox, 254 for the whole without its angle brackets.
CHARACTERS_MAX = 254
SHAPE = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])"
)
MAILBOX_CHARACTERS_MAX = 64
# RFC 2606, section 2: `.invalid` never exists, so nobody can sign up with such an address.
NOBODYS = "erased.invalid"


def canonical_email(written: str) -> str:
    """Without blanks around it and in lower case. Raises EmailInvalid.

    Servers may tell upper from lower case in a mailbox's name, but people do not.
    """
    email = written.strip().lower()
    mailbox = email.partition("@")[0]
    if (
        len(email) > CHARACTERS_MAX
        or len(mailbox) > MAILBOX_CHARACTERS_MAX
        or not SHAPE.fullmatch(email)
        or email.endswith(f"@{NOBODYS}")
    ):
        raise EmailInvalid("That is no e-mail address.", field="email")
    return email


def erased_email(account_id: UUID) -> str:
    """What an erased account is called, so that its address is free for a new one."""
    return f"erased-{account_id}@{NOBODYS}"
