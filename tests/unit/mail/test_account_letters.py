"""The letters about accounts."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from jinja2 import UndefinedError

from adapters.outbound.mail.jinja_letters import JinjaLetters
from domain.notifications.mail import Mail, Template

KINDS = ("account_", "password_", "email_change_")
OF_ACCOUNTS = [each for each in Template if each.value.startswith(KINDS)]
WITH_LINK = [
    Template.ACCOUNT_CONFIRM,
    Template.ACCOUNT_EXISTS,
    Template.PASSWORD_RESET,
    Template.EMAIL_CHANGE_CONFIRM,
]
LINK = "https://shop.example/account/confirm?token=abc&x=1"


def a_mail(template: Template, name: str = "Ada <script>alert(1)</script>") -> Mail:
    return Mail(
        id=uuid4(),
        account_id=uuid4(),
        template=template,
        dedupe_key=f"{template.value}:1",
        recipient="ada@buyer.example",
        data={"name": name},
        created_at=datetime(2026, 11, 21, tzinfo=UTC),
    )


@pytest.mark.parametrize("template", OF_ACCOUNTS)
def test_a_name_is_text_and_never_markup(template: Template) -> None:
    letter = JinjaLetters().render(a_mail(template), LINK)
    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert "Dear Ada <script>" in letter.text


@pytest.mark.parametrize("template", OF_ACCOUNTS)
def test_somebody_without_a_name_is_greeted_too(template: Template) -> None:
    letter = JinjaLetters().render(a_mail(template, name=""), LINK)
    assert letter.text.startswith("Hello,")
    assert "Hello," in letter.html


@pytest.mark.parametrize("template", WITH_LINK)
def test_the_link_is_in_both_parts(template: Template) -> None:
    letter = JinjaLetters().render(a_mail(template), LINK)
    assert LINK in letter.text
    assert 'href="https://shop.example/account/confirm?token=abc&amp;x=1"' in letter.html


@pytest.mark.parametrize("template", WITH_LINK)
def test_a_link_that_is_missing_is_an_error(template: Template) -> None:
    with pytest.raises(UndefinedError):
        JinjaLetters().render(a_mail(template))


@pytest.mark.parametrize("template", sorted(set(OF_ACCOUNTS) - set(WITH_LINK)))
def test_a_notice_bears_no_link(template: Template) -> None:
    letter = JinjaLetters().render(a_mail(template))
    assert "://" not in letter.text
    assert "href" not in letter.html
