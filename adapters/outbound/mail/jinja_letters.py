"""Letters to buyers, from a text and an HTML template each."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from domain.notifications.mail import Letter, Mail, Template

SUBJECTS = {
    Template.ORDER_CONFIRMED: "Your order {number} is confirmed",
    Template.ORDER_PARTIALLY_SHIPPED: "Part of your order {number} is on its way",
    Template.ORDER_SHIPPED: "Your order {number} is on its way",
    Template.ORDER_DELIVERED: "Your order {number} has been delivered",
    Template.ACCOUNT_CONFIRM: "Confirm your e-mail address",
    Template.ACCOUNT_EXISTS: "You already have an account",
    Template.ACCOUNT_UNKNOWN: "There is no account with this address",
    Template.PASSWORD_RESET: "Choose a new password",
    Template.PASSWORD_CHANGED: "Your password was changed",
    Template.EMAIL_CHANGE_CONFIRM: "Confirm your new e-mail address",
    Template.EMAIL_CHANGE_TOLD: "Your e-mail address is about to change",
    Template.EXPORT_READY: "Your data is ready",
    Template.ACCOUNT_ERASED: "Your account was erased",
}


class JinjaLetters:
    """Data that a template asks for and the mail lacks is an error, never an empty space."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).with_name("templates")),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def render(self, mail: Mail, link: str | None = None) -> Letter:
        name = mail.template.value
        subject = SUBJECTS[mail.template].format_map(mail.data)
        facts = mail.data | ({"link": link} if link else {})
        return Letter(
            message_id=mail.message_id,
            template=mail.template,
            recipient=mail.recipient,
            # A line break in a subject would start another header.
            subject=" ".join(subject.split()),
            text=self._templates.get_template(f"{name}.txt").render(facts),
            html=self._templates.get_template(f"{name}.html").render(facts),
        )
