"""When an order is paid, the buyer gets a confirmation."""

from dataclasses import dataclass
from datetime import datetime

from application.notifications.ports import MailWork
from application.notifications.write_mail import WriteMail
from domain.notifications.mail import Template
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmByMail:
    write: WriteMail

    async def __call__(self, work: MailWork, order: Order, at: datetime) -> None:
        await self.write(work, order, Template.ORDER_CONFIRMED, at)
