"""Guards of mail: one for each order and reason, known again by whoever receives it twice."""

from tests.guards.guard import Guard

SEND = "application/notifications/send_mail.py"
MESSAGE = "adapters/outbound/mail/mail_message.py"
MAILER = "tests/contract/test_mailer.py"

OF_MAIL = (
    Guard(
        name="one mail for a reason",
        prevents="An order is confirmed by two mails.",
        fact="I9",
        file="adapters/outbound/postgres/migrations/versions/0001_tables.py",
        text='        sa.UniqueConstraint("dedupe_key", name=op.f("uq_mails_dedupe_key")),\n',
        instead="",
        tests=("tests/contract/test_mails.py::test_the_same_reason_is_one_mail",),
    ),
    Guard(
        name="a reason is an order and a template",
        prevents="Every look at the lab writes the same mail again.",
        fact="I9",
        file="application/notifications/write_mail.py",
        text='dedupe_key=f"{template.value}:{order.id}",',
        instead='dedupe_key=f"{template.value}:{self.new_id()}",',
        tests=(
            "tests/unit/mail/test_mails_once.py"
            "::test_the_same_news_of_an_order_written_twice_is_one_mail",
        ),
    ),
    Guard(
        name="the mail's own Message-ID",
        prevents="A mail that is sent again looks like another one.",
        fact="I9",
        file="domain/notifications/mail.py",
        text='return f"<{self.id}@passepartout>"',
        instead='return "<" + str(__import__("uuid").uuid4()) + "@passepartout>"',
        tests=(
            "tests/unit/mail/test_mails_once.py::test_a_mail_sent_again_bears_the_same_message_id",
        ),
    ),
    Guard(
        name="Message-ID on the wire",
        prevents="The mail program of the server makes up another Message-ID for each try.",
        fact="I9",
        file=MESSAGE,
        text='    message["Message-ID"] = letter.message_id\n',
        instead="",
        tests=(f"{MAILER}::test_a_letter_sent_twice_is_the_same_mail",),
    ),
    Guard(
        name="sent is sent",
        prevents="A job that runs again sends a mail again that went out.",
        fact="I9",
        file=SEND,
        text="is_new = mail.sent_at is None and not is_void",
        instead="is_new = not is_void",
        tests=("tests/unit/mail/test_mails_once.py::test_a_mail_that_went_out_is_not_sent_again",),
    ),
    Guard(
        name="noted at last",
        prevents="While the database is away, a mail that went out is sent again and again.",
        fact="I9",
        file=SEND,
        text="                await asyncio.sleep(self.pause_s)",
        instead="                raise",
        tests=(
            "tests/regression/test_mail_in_an_outage.py"
            "::test_a_mail_that_was_sent_is_not_sent_again_because_nobody_could_note_it",
        ),
    ),
    Guard(
        name="one mailbox",
        prevents="An address with a comma sends an order's mail to somebody else as well.",
        fact="I13",
        file=MESSAGE,
        text="if not address.username or not address.domain or address.addr_spec != written:",
        instead="if False:",
        tests=(f"{MAILER}::test_an_address_that_is_not_exactly_one_mailbox_is_rejected",),
    ),
    Guard(
        name="one line of subject",
        prevents="A name with a line break in it adds headers to a mail.",
        fact="I13",
        file=MESSAGE,
        text="if not letter.subject.isprintable() or",
        instead="if",
        tests=(f"{MAILER}::test_a_header_cannot_bring_another_with_it",),
    ),
)
