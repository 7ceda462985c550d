"""A mail goes out once for each order and reason, and a repeat of it can be told as one."""

from uuid import uuid4

from application.notifications.write_mail import WriteMail
from domain.notifications.mail import Letter, Template
from domain.operations.job import JobKind, JobState
from tests.unit.checkout.shop import Shop


async def shop_with_a_paid_order() -> Shop:
    shop = Shop()
    await shop.pay(await shop.check_out())
    return shop


async def sent_again(shop: Shop) -> list[Letter]:
    """What goes out when the jobs of all mails run once more; the mailbox would keep one of two."""
    sent, send = list[Letter](), shop.mailer.send

    async def counted(letter: Letter) -> None:
        sent.append(letter)
        await send(letter)

    shop.mailer.send = counted  # type: ignore[method-assign]
    for job in shop.jobs(JobKind.SEND_MAIL):
        shop.store.table("jobs").put(job.id, job.freed(JobState.READY))
    await shop.work()
    return sent


async def test_the_same_news_of_an_order_written_twice_is_one_mail() -> None:
    shop = await shop_with_a_paid_order()
    [order] = shop.orders
    async with shop.begin() as work:
        await WriteMail(new_id=uuid4)(work, order, Template.ORDER_CONFIRMED, shop.at())
        await work.commit()
    await shop.work()
    assert len(shop.mails) == len(shop.jobs(JobKind.SEND_MAIL)) == 1


async def test_a_mail_that_went_out_is_not_sent_again() -> None:
    assert await sent_again(await shop_with_a_paid_order()) == []


async def test_a_mail_sent_again_bears_the_same_message_id() -> None:
    shop = await shop_with_a_paid_order()
    [letter], [mail] = shop.mailer.letters, shop.mails
    assert letter.message_id == mail.message_id
