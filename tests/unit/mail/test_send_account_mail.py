"""A mail's link is made when it goes out, and a mail whose link is dead does not go out."""

from datetime import timedelta

import pytest

from adapters.outbound.mail.jinja_letters import JinjaLetters
from adapters.outbound.memory.job_queue import MemoryJobQueue
from adapters.outbound.memory.mailer import MemoryMailer
from adapters.outbound.tokens.ticket_links import AccountPageLinks
from application.notifications.send_mail import SendMail
from domain.operations.job import JobState
from tests.unit.identity.people import ADA, OTHER, PASSWORD, People


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def mailer() -> MemoryMailer:
    return MemoryMailer()


async def send_all(people: People, mailer: MemoryMailer) -> None:
    send = SendMail(
        begin=people.begin,
        letters=JinjaLetters(),
        links=AccountPageLinks(people.tokens, "https://shop.example/account/"),
        mailer=mailer,
        clock=people.clock,
    )
    queue = MemoryJobQueue(people.store, people.clock, lease_s=10)
    while (lease := await queue.claim_overdue(timedelta())) is not None:
        await send(lease)
    assert {job.state for job in people.store.table("jobs")} == {JobState.DONE}


async def test_the_links_of_mails_open_their_tickets(people: People, mailer: MemoryMailer) -> None:
    await people.sign_up()
    await send_all(people, mailer)
    await people.confirm(people.token())
    await people.forgot(ADA)
    await send_all(people, mailer)
    confirm, reset = mailer.letters
    assert "https://shop.example/account/confirm?token=" in confirm.text
    assert f"https://shop.example/account/reset?token={people.token()}" in reset.text
    assert [letter.message_id for letter in mailer.letters] == [
        mail.message_id for mail in people.mails
    ]
    assert all(mail.sent_at == people.clock.now() for mail in people.mails)


async def test_a_mail_with_a_used_ticket_is_not_sent(people: People, mailer: MemoryMailer) -> None:
    await people.sign_up()
    await people.confirm(people.token())
    await send_all(people, mailer)
    assert mailer.letters == ()
    assert people.mails[0].sent_at is None


async def test_a_mail_whose_ticket_is_gone_is_not_sent(
    people: People, mailer: MemoryMailer
) -> None:
    await people.sign_up()
    people.store.table("email_tickets").remove(people.tickets[0].id)
    await send_all(people, mailer)
    assert mailer.letters == ()


async def test_a_notice_needs_no_ticket(people: People, mailer: MemoryMailer) -> None:
    account = await people.with_account()
    await people.change_password(account.id, PASSWORD, OTHER)
    await send_all(people, mailer)
    assert [letter.subject for letter in mailer.letters] == ["Your password was changed"]
