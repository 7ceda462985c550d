"""What people call themselves, and the number they may be called on."""

import re

from domain.identity.refusals import PhoneInvalid, UserNameInvalid

CHARACTERS_MAX = 80
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{2,28}")


def checked_user_name(written: str) -> str:
    """Raises UserNameInvalid."""
    name = written.strip()
    if not 1 <= len(name) <= CHARACTERS_MAX or not name.isprintable():
        raise UserNameInvalid(
            f"A name is 1 to {CHARACTERS_MAX} printable characters.", field="userName"
        )
    return name


def checked_phone(written: str | None) -> str | None:
    """None and nothing but blanks stand for no number. Raises PhoneInvalid."""
    phone = (written or "").strip()
    if not phone:
        return None
    if not PHONE.fullmatch(phone):
        raise PhoneInvalid(
            "A number has 3 to 30 digits, with + ( ) . / - or blanks.", field="phone"
        )
    return phone
