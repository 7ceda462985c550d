"""The letter that tells of an export."""

from datetime import UTC, datetime
from uuid import uuid4

from adapters.outbound.mail.jinja_letters import JinjaLetters
from domain.notifications.mail import Mail, Template


def test_it_leads_to_the_shop_and_not_to_the_file() -> None:
    mail = Mail(
        id=uuid4(),
        account_id=uuid4(),
        template=Template.EXPORT_READY,
        dedupe_key="export_ready:1",
        recipient="ada@buyer.example",
        data={"name": "Ada <b>", "shop": "https://shop.example/account"},
        created_at=datetime(2026, 11, 21, tzinfo=UTC),
    )
    letter = JinjaLetters().render(mail)
    for part in (letter.text, letter.html):
        assert "https://shop.example/account" in part
        assert "/assets/" not in part
    assert "Ada <b>" in letter.text
    assert "Ada &lt;b&gt;" in letter.html
