"""Which passwords the shop takes.

Source: NIST SP 800-63B, section 5.1.1.2: length counts, composition rules do not help.
"""

import unicodedata
from dataclasses import dataclass

from domain.identity.refusals import PasswordTooWeak

# Hashing takes time by length; nobody types more.
CHARACTERS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordRules:
    characters_min: int = 10

    def check(self, password: str, *, email: str, user_name: str, field: str = "password") -> None:
        """Raises PasswordTooWeak."""
        if not self.characters_min <= len(password) <= CHARACTERS_MAX:
            raise PasswordTooWeak(
                f"A password has {self.characters_min} to {CHARACTERS_MAX} characters.",
                field=field,
                facts={"charactersMin": self.characters_min, "charactersMax": CHARACTERS_MAX},
            )
        easy = {_plain(email), _plain(email.partition("@")[0]), _plain(user_name)}
        if _plain(password) in easy or len(set(password)) < 3:
            raise PasswordTooWeak("That password is too easy to guess.", field=field)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
