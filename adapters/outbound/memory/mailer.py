"""A letter box in memory: a letter that comes twice lies in it once."""

from adapters.outbound.mail.mail_message import check_letter
from adapters.outbound.memory.planned_trouble import PlannedTrouble
from domain.notifications.mail import Letter


class MemoryMailer:
    def __init__(self) -> None:
        self.trouble = PlannedTrouble()
        self._letters: dict[str, Letter] = {}

    async def send(self, letter: Letter) -> None:
        with self.trouble.around():
            check_letter(letter)
            self._letters[letter.message_id] = letter

    @property
    def letters(self) -> tuple[Letter, ...]:
        return tuple(self._letters.values())
