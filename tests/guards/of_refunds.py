"""Guards of money that goes back: once, and never more than came; and of the ledger."""

from tests.guards.guard import Guard

ORDER = "application/payments/refund_order.py"
MAKE = "application/payments/make_refund.py"
BY_STAFF = "tests/unit/payments/test_refunds_by_staff.py"
LOST_ANSWER = f"{BY_STAFF}::test_an_answer_that_was_lost_makes_no_second_refund"

OF_REFUNDS = (
    Guard(
        name="refund key is derived",
        prevents="Each time that a surplus is noticed it goes back once more.",
        fact="I6",
        file="application/payments/intend_refund.py",
        text="key = refund_key(order.id, payment_intent_id, purpose)",
        instead="key = refund_key(self.new_id(), payment_intent_id, purpose)",
        tests=(
            "tests/contract/test_refunds_at_once.py"
            "::test_a_second_payment_goes_back_once_and_the_first_is_kept",
        ),
    ),
    Guard(
        name="one refund for one key",
        prevents="The same refund is written down twice.",
        fact="I6",
        file="adapters/outbound/postgres/migrations/versions/0006_ledger.py",
        text='("idempotency_key", name=op.f("uq_refunds_idempotency_key"))',
        instead='("id", "idempotency_key")',
        tests=("tests/contract/test_refunds.py::test_a_key_that_is_known_adds_nothing",),
    ),
    Guard(
        name="same key on every try",
        prevents="A refund whose answer was lost is made twice.",
        fact="I6",
        file=MAKE,
        text="return await self.gateway.refund(refund.request_body, refund.idempotency_key)",
        instead="return await self.gateway.refund(\n"
        '            refund.request_body, f"{refund.idempotency_key}{self.clock.now()}"\n'
        "        )",
        tests=(LOST_ANSWER,),
    ),
    Guard(
        name="forgotten keys are looked up",
        prevents="A refund is made again when Stripe has forgotten its key.",
        fact="I6",
        file=MAKE,
        text="if refund.may_be_forgotten_there(self.clock.now()):",
        instead="if False:",
        tests=(LOST_ANSWER,),
    ),
    Guard(
        name="no more than is left",
        prevents="More goes back than was paid.",
        fact="I6",
        file=ORDER,
        text="if left.amount <= 0 or amount.amount > left.amount:",
        instead="if left.amount <= 0:",
        tests=(f"{BY_STAFF}::test_never_more_than_is_left_however_many_ask_at_once",),
    ),
    Guard(
        name="intended refunds count",
        prevents="Money that is on its way back is promised a second time.",
        fact="I6",
        file="domain/payments/refundable.py",
        text="left = sums_of_payment(facts, payment).left - intended",
        instead="left = sums_of_payment(facts, payment).left - 0 * intended",
        tests=(f"{BY_STAFF}::test_never_more_than_is_left_however_many_ask_at_once",),
    ),
    Guard(
        name="disputed money stays",
        prevents="What the bank may take back is given back besides.",
        fact="I6",
        file="domain/payments/refundable.py",
        text="raise PaymentDisputed",
        instead="pass",
        tests=(f"{BY_STAFF}::test_a_disputed_payment_is_not_refunded_besides",),
    ),
    Guard(
        name="a whole refund holds",
        prevents="What is about to be refunded as a whole is sent to the lab.",
        fact="I3",
        file=ORDER,
        text="await work.orders.save(order.hold(REFUND_INTENDED))",
        instead="pass",
        tests=(f"{BY_STAFF}::test_all_of_it_goes_back_and_nothing_is_made",),
    ),
    Guard(
        name="a refund asked twice",
        prevents="A click that is sent again is a second refund.",
        fact="I11",
        file=ORDER,
        text="if before is not None:",
        instead="if False:",
        tests=(f"{BY_STAFF}::test_the_same_request_again_is_the_same_refund",),
    ),
)

OF_LEDGER = (
    Guard(
        name="a fact is known once",
        prevents="A fact that is told again stops the transaction that tells it.",
        fact="I6",
        file="adapters/outbound/postgres/payment_facts.py",
        text="insert(payment_facts).values(rows).on_conflict_do_nothing()",
        instead="insert(payment_facts).values(rows)",
        tests=("tests/contract/test_payment_facts.py::test_a_known_fact_changes_nothing",),
    ),
    Guard(
        name="one row for one fact",
        prevents="A fact that is told again is two rows of the ledger.",
        fact="I6",
        file="adapters/outbound/postgres/migrations/versions/0001_tables.py",
        text='"object_id", "amount", name=op.f("pk_payment_facts")',
        instead='"object_id", "amount", "seen_at"',
        tests=("tests/contract/test_payment_facts.py::test_a_known_fact_changes_nothing",),
    ),
    Guard(
        name="told two ways counts once",
        prevents="A refund counts as an object and once more in the sum of its charge.",
        fact="I6",
        file="domain/payments/sums.py",
        text="return max(0, sum(self.charges.values()) - sum(self.refunds.values()))",
        instead="return sum(self.charges.values())",
        tests=(
            "tests/unit/payments/test_ledger.py::test_told_as_objects_and_as_sums_a_refund_counts_once",
        ),
    ),
    Guard(
        name="what only grows",
        prevents="History, facts or taken-in events are changed or deleted.",
        fact="I12",
        file="adapters/outbound/postgres/migrations/versions/0005_what_a_person_may_ask_for.py",
        text="    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;\n",
        instead="    RETURN NEW;\n",
        tests=(
            "tests/contract/test_timeline.py::test_the_database_refuses_to_rewrite_history",
            "tests/contract/test_walls.py::test_the_eraser_changes_nothing_else",
        ),
    ),
    Guard(
        name="the eraser's own columns",
        prevents="Whoever may take a person out of history may rewrite the rest of it.",
        fact="I12",
        file="adapters/outbound/postgres/migrations/versions/0005_what_a_person_may_ask_for.py",
        text="IF to_jsonb(OLD) - TG_ARGV = to_jsonb(NEW) - TG_ARGV THEN",
        instead="IF true THEN",
        tests=("tests/contract/test_walls.py::test_the_eraser_changes_nothing_else",),
    ),
)
