"""A mail once was sent again when the database was out at the moment it had been sent."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import Any

import pytest

from application.shared.outcomes import OutcomeUnknown, OutsideTrouble, Unavailable
from domain.notifications.mail import Letter
from domain.operations.job import JobKind, JobState
from tests.unit.checkout.shop import Shop

OUT = 5


@dataclass
class FlakyBegin:
    """Reads go well; the first changes meet the trouble."""

    begin: Callable[..., AbstractAsyncContextManager[Any]]
    trouble: OutsideTrouble
    met: int = 0

    def __call__(self, *, reading: bool = False) -> AbstractAsyncContextManager[Any]:
        if not reading and self.met < OUT:
            self.met += 1
            raise self.trouble
        return self.begin(reading=reading)


@pytest.mark.parametrize(
    "trouble",
    [Unavailable("postgres", "connection lost"), OutcomeUnknown("postgres", "commit")],
    ids=repr,
)
async def test_a_mail_that_was_sent_is_not_sent_again_because_nobody_could_note_it(
    trouble: OutsideTrouble,
) -> None:
    shop, sent = Shop(), list[Letter]()
    send = shop.mailer.send

    async def counted(letter: Letter) -> None:
        sent.append(letter)
        await send(letter)

    shop.mailer.send = counted  # type: ignore[method-assign]
    handlers: Any = shop.run.handlers
    flaky = FlakyBegin(shop.begin, trouble)
    handlers[JobKind.SEND_MAIL] = replace(handlers[JobKind.SEND_MAIL], begin=flaky, pause_s=0.001)
    await shop.pay(await shop.check_out())
    await shop.work(hours=10)
    assert flaky.met == OUT
    assert len(sent) == 1
    assert len(shop.jobs(JobKind.SEND_MAIL, JobState.DONE)) == 1
