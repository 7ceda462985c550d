"""The mailbox on disk, as the page that shows it reads it."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.outbound.mail.disk_mailbox import DiskMailbox
from application.shared.outcomes import Unavailable
from domain.notifications.mail import Letter, Template


def a_letter(subject: str = "Your order PP-1 is confirmed") -> Letter:
    return Letter(
        message_id=f"<{uuid4()}@passepartout>",
        template=Template.ORDER_CONFIRMED,
        recipient="ada@buyer.example",
        subject=subject,
        text="Dear Ada, £46.95\n",
        html="<p>Dear Ada, £46.95</p>\n",
    )


@pytest.fixture
def mailbox(tmp_path: Path) -> DiskMailbox:
    return DiskMailbox(tmp_path / "mail", "shop@passepartout.example")


async def test_a_mail_is_read_as_it_was_written(mailbox: DiskMailbox) -> None:
    letter = a_letter()
    await mailbox.send(letter)
    [listed] = await mailbox.list()
    mail = await mailbox.read(listed.id)
    assert mail == listed
    assert f"<{mail.id}@passepartout>" == letter.message_id
    assert (mail.subject, mail.recipient) == (letter.subject, letter.recipient)
    assert mail.template == "order_confirmed"
    assert mail.date is not None
    assert mail.date.tzinfo is not None
    assert mail.text == letter.text
    assert mail.html == letter.html


async def test_the_newest_mail_comes_first(mailbox: DiskMailbox) -> None:
    for number in range(5):
        await mailbox.send(a_letter(f"Number {number}"))
    assert [mail.subject for mail in await mailbox.list(limit=2)] == ["Number 4", "Number 3"]


async def test_an_empty_mailbox_lists_nothing(mailbox: DiskMailbox) -> None:
    assert await mailbox.list() == ()


@pytest.mark.parametrize("mail_id", ["", "unknown", "../secret", "a/b", ".hidden", "a\x00b"])
async def test_no_other_file_can_be_read(
    mailbox: DiskMailbox, tmp_path: Path, mail_id: str
) -> None:
    (tmp_path / "secret.eml").write_text("Subject: secret\n\n")
    await mailbox.send(a_letter())
    assert await mailbox.read(mail_id) is None


async def test_many_writers_of_one_mail_leave_one_whole_file(
    mailbox: DiskMailbox, tmp_path: Path
) -> None:
    letter = a_letter()
    await asyncio.gather(*(mailbox.send(letter) for _ in range(20)))
    assert len(list((tmp_path / "mail").iterdir())) == 1
    assert len(await mailbox.list()) == 1


async def test_a_mailbox_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file is in the way")
    with pytest.raises(Unavailable):
        await DiskMailbox(tmp_path / "mail", "shop@passepartout.example").send(a_letter())
