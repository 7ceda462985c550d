"""Guards of what comes in: only what is genuine, each once, and durable before it is answered."""

from tests.guards.guard import Guard

TABLES = "adapters/outbound/postgres/migrations/versions/0001_tables.py"
SIGNED = "tests/contract/test_signed_events.py"
SIGNATURE = "adapters/outbound/stripe/webhook_signature.py"
ENDING = "adapters/outbound/postgres/ending.py"

OF_EVENTS = (
    Guard(
        name="event admitted once",
        prevents="Every delivery of an event is news.",
        fact="I7",
        file="adapters/outbound/postgres/inbox.py",
        text="return added.first() is not None",
        instead="return True",
        tests=("tests/contract/test_inbox.py::test_an_event_is_new_once",),
    ),
    Guard(
        name="one row for one event",
        prevents="Of equal deliveries at the same moment more than one is taken in.",
        fact="I7",
        file=TABLES,
        text='        sa.PrimaryKeyConstraint("provider", "event_id", name=op.f("pk_inbox")),\n',
        instead="",
        tests=("tests/contract/test_inbox.py::test_of_fifty_equal_events_at_once_one_is_admitted",),
    ),
    Guard(
        name="commit before the answer",
        prevents="An event is answered with 2xx and lost.",
        fact="I7",
        file="application/payments/receive_payment_event.py",
        text="                await work.commit()\n",
        instead="",
        tests=(
            "tests/unit/payments/test_payment_completed.py"
            "::test_a_paid_order_is_printed_confirmed_and_taken_out_of_the_cart",
        ),
    ),
    Guard(
        name="commit before the lab's answer",
        prevents="A callback is answered with 2xx and lost.",
        fact="I7",
        file="application/fulfilment/receive_lab_callback.py",
        text="                await work.commit()\n",
        instead="",
        tests=(
            "tests/unit/fulfilment/test_follow_dropship.py"
            "::test_an_order_goes_from_the_lab_to_the_door_with_one_mail_for_each_step",
        ),
    ),
    Guard(
        name="commit is not cut off",
        prevents="A client that hangs up leaves a COMMIT half sent, and a connection unusable.",
        fact="I7",
        file=ENDING,
        text="await asyncio.shield(task)",
        instead="await task",
        tests=(
            "tests/unit/operations/test_commit_ends.py::test_a_commit_ends_though_its_client_hung_up",
        ),
    ),
    Guard(
        name="lost commit is unknown",
        prevents="What the database may have kept is taken for undone.",
        fact="I7",
        file=ENDING,
        text='raise OutcomeUnknown("postgres", trouble.detail, trouble.retry_after_s) from trouble',
        instead="raise",
        tests=(
            "tests/unit/operations/test_commit_ends.py::test_a_database_lost_while_committing_is_unknown",
        ),
    ),
    Guard(
        name="callback ids are an order's own",
        prevents="Whoever knows one callback address uses up the events of another order.",
        fact="I8",
        file="application/fulfilment/receive_lab_callback.py",
        text='event_id=f"{dropship.id}:{event_id}",',
        instead="event_id=event_id,",
        tests=("tests/unit/fulfilment/test_callback_ids.py::test_ids_of_two_addresses_never_meet",),
    ),
    Guard(
        name="signature",
        prevents="Anybody tells the shop of payments.",
        fact="I3",
        file=SIGNATURE,
        text="if True not in matches:",
        instead="if not matches:",
        tests=(
            f"{SIGNED}::test_a_body_changed_by_one_byte_is_not_what_was_signed",
            f"{SIGNED}::test_a_strangers_secret_is_refused",
        ),
    ),
    Guard(
        name="signatures grow old",
        prevents="A delivery that somebody overheard is sent again next year.",
        fact="I3",
        file=SIGNATURE,
        text="if abs(at.timestamp() - int(timestamp)) > tolerance_s:",
        instead="if False:",
        tests=(f"{SIGNED}::test_a_signature_from_another_time_is_too_old_or_too_new",),
    ),
    Guard(
        name="no signatures of tomorrow",
        prevents="A delivery dated far ahead never grows old.",
        fact="I3",
        file=SIGNATURE,
        text="abs(at.timestamp() - int(timestamp))",
        instead="(at.timestamp() - int(timestamp))",
        tests=(f"{SIGNED}::test_a_signature_from_another_time_is_too_old_or_too_new",),
    ),
    Guard(
        name="decoy signatures",
        prevents="A scheme that is no proof counts as one.",
        fact="I3",
        file=SIGNATURE,
        text='if name == "v1"]',
        instead='if name in ("v1", "v0")]',
        tests=(f"{SIGNED}::test_a_decoy_signature_never_counts",),
    ),
    Guard(
        name="no empty secret",
        prevents="A setting that was left empty lets anybody sign.",
        fact="I3",
        file="adapters/outbound/stripe/signed_events.py",
        text="if not secrets or not all(secrets):",
        instead="if False:",
        tests=(f"{SIGNED}::test_without_a_secret_nobody_could_be_told_apart",),
    ),
)
