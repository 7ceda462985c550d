"""The letters that buyers get."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from jinja2 import UndefinedError

from adapters.outbound.mail.jinja_letters import JinjaLetters
from domain.notifications.mail import Mail, Template

STORY: dict[str, object] = {
    "number": "PP-100042",
    "name": "Ada <script>alert(1)</script>",
    "lines": [{"title": "Classic frame & mount", "quantity": 2, "amount": "£78.00"}],
    "subtotal": "£78.00",
    "shipping": "£7.95",
    "tax": "£17.19",
    "total": "£103.14",
    "shipments": [
        {"carrier": "Royal Mail", "number": "RM1", "url": "https://tracking.example/?a=1&b=2"},
        {"carrier": "", "number": "", "url": "javascript:alert(1)"},
    ],
}


OF_ORDERS = [each for each in Template if each.value.startswith("order_")]


def a_mail(template: Template, **changes: object) -> Mail:
    return Mail(
        id=uuid4(),
        order_id=uuid4(),
        template=template,
        dedupe_key=f"{template.value}:1",
        recipient="ada@buyer.example",
        data=STORY | changes,
        created_at=datetime(2026, 11, 21, tzinfo=UTC),
    )


@pytest.mark.parametrize("template", OF_ORDERS)
def test_every_letter_names_the_order_and_bears_its_message_id(template: Template) -> None:
    mail = a_mail(template)
    letter = JinjaLetters().render(mail)
    assert letter.message_id == mail.message_id
    assert letter.recipient == mail.recipient
    assert letter.template is template
    for text in (letter.subject, letter.text, letter.html):
        assert "PP-100042" in text


@pytest.mark.parametrize("template", OF_ORDERS)
def test_a_name_is_text_and_never_markup(template: Template) -> None:
    letter = JinjaLetters().render(a_mail(template))
    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert "Ada <script>" in letter.text


@pytest.mark.parametrize("template", OF_ORDERS)
def test_a_subject_is_one_line(template: Template) -> None:
    letter = JinjaLetters().render(a_mail(template, number="PP-1\r\nBcc: eve@buyer.example"))
    assert letter.subject.isprintable()


def test_the_confirmation_shows_what_was_paid_for() -> None:
    letter = JinjaLetters().render(a_mail(Template.ORDER_CONFIRMED))
    for amount in ("£78.00", "£7.95", "£17.19", "£103.14"):
        assert amount in letter.text
        assert amount in letter.html
    assert "Classic frame & mount" in letter.text
    assert "Classic frame &amp; mount" in letter.html


@pytest.mark.parametrize("template", [Template.ORDER_PARTIALLY_SHIPPED, Template.ORDER_SHIPPED])
def test_parcels_can_be_followed_by_safe_links_only(template: Template) -> None:
    letter = JinjaLetters().render(a_mail(template))
    assert 'href="https://tracking.example/?a=1&amp;b=2"' in letter.html
    assert "https://tracking.example/?a=1&b=2" in letter.text
    assert "javascript:" not in letter.html


def test_missing_data_is_an_error_and_not_an_empty_space() -> None:
    mail = a_mail(Template.ORDER_CONFIRMED)
    del mail.data["total"]
    with pytest.raises(UndefinedError):
        JinjaLetters().render(mail)
