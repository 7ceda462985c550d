"""Guards of ends: what is replaced, refunded or given up is over, and nobody forgets it."""

from tests.guards.guard import Guard

REGRESSION = "tests/regression"
MADE_AGAIN = "application/fulfilment/when_money_moved_look_at_prints_again.py"
SETTLED = "application/fulfilment/settle_cancelled_order.py"
POLLED = "adapters/outbound/postgres/dropships.py"
FAILED_THERE = "test_what_failed_at_the_lab_is_asked_about_for_a_while_after_its_payment"

OF_ENDS = (
    Guard(
        name="one page is paid once",
        prevents="A payment told first without its name is refunded, and the goods are made.",
        fact="I6",
        file="application/payments/handle_payment_completed.py",
        text="if _is_one_page(order, report, seen):",
        instead="if False:",
        tests=(
            f"{REGRESSION}/test_a_payment_without_its_name.py::"
            "test_a_page_is_paid_once_whatever_its_payment_is_called",
        ),
    ),
    Guard(
        name="replaced prints stay",
        prevents="A failed print is made beside the one that was made in its place.",
        fact="I2",
        file="application/fulfilment/resubmit_order.py",
        text="and not _was_replaced(part, parts)",
        instead="",
        tests=(
            f"{REGRESSION}/test_resubmitted_after_a_reprint.py::"
            "test_what_was_printed_again_is_not_resubmitted",
        ),
    ),
    Guard(
        name="refunded prints are called off",
        prevents="What was refunded as a whole is made, although the lab could have stopped.",
        fact="I3",
        file=MADE_AGAIN,
        text="await call_off_prints(work, order, at)",
        instead="pass",
        tests=(
            f"{REGRESSION}/test_refunded_while_at_the_lab.py::"
            "test_the_lab_is_asked_to_cancel_as_staff_are_told",
        ),
    ),
    Guard(
        name="a dispute outlasts another hold",
        prevents="Staff who let one hold go send a disputed order to the lab.",
        fact="I3",
        file="application/fulfilment/release_order.py",
        text="released = released_by_staff(order, picture.facts)",
        instead="released = order.release()",
        tests=(
            f"{REGRESSION}/test_dispute_beside_another_hold.py::"
            "test_released_from_the_one_hold_it_stays_under_the_other",
        ),
    ),
    Guard(
        name="money of cancelled orders",
        prevents="Nobody hears again of the money of a cancelled order whose refund was refused.",
        fact="I6",
        file="adapters/outbound/postgres/three_way_statements.py",
        text="MismatchKind.CANCELLED_NOT_REFUNDED: text(CANCELLED_NOT_REFUNDED),",
        instead="",
        tests=(
            f"{REGRESSION}/test_a_cancelled_orders_money.py::"
            "test_it_opens_again_when_the_refund_is_refused",
        ),
    ),
    Guard(
        name="money of cancelled lines",
        prevents="A line is cancelled, its order goes on, and its money is kept unseen.",
        fact="I6",
        file=SETTLED,
        text="if {part.status for part in prints} != {DropshipStatus.CANCELLED}:",
        instead="if True:",
        tests=(
            f"{REGRESSION}/test_a_cancelled_lines_money.py::"
            "test_staff_are_told_and_the_line_goes_back_with_its_tax",
        ),
    ),
    Guard(
        name="silence at the lab is told",
        prevents="The lab never begins a paid print, and nobody looks.",
        fact="I1",
        file="adapters/outbound/postgres/three_way_statements.py",
        text="MismatchKind.AT_LAB_TOO_LONG: text(AT_LAB_TOO_LONG),",
        instead="",
        tests=(
            f"{REGRESSION}/test_silence_at_the_lab.py::test_what_is_not_begun_for_days_is_told",
        ),
    ),
    Guard(
        name="a failure stays a failure",
        prevents="The item of a print that the lab gave up at once closes by itself.",
        fact="I1",
        file="domain/reconciliation/why_gone.py",
        text='if part.problem != item.details.get("problem") and not is_silent:',
        instead='if part.problem != item.details.get("problem"):',
        tests=(
            f"{REGRESSION}/test_failed_at_once_at_the_lab.py::"
            "test_what_failed_in_silence_is_no_better",
        ),
    ),
    Guard(
        name="what failed may be mended",
        prevents="A print that the lab mended is taken for failed for ever.",
        fact="I1",
        file=POLLED,
        text="dropships.c.status.in_([status.value for status in FOLLOWABLE]), failed_there",
        instead="dropships.c.status.in_([status.value for status in FOLLOWABLE])",
        tests=(f"tests/contract/test_dropships.py::{FAILED_THERE}",),
    ),
    Guard(
        name="one bad answer stops no others",
        prevents="A session that cannot be read keeps all behind it from being looked at.",
        fact="I1",
        file="application/reconciliation/reconcile_payments.py",
        text="UNREADABLE_MAX = 3",
        instead="UNREADABLE_MAX = 0",
        tests=(
            f"{REGRESSION}/test_one_unreadable_session.py::"
            "test_those_behind_it_are_looked_at_all_the_same",
        ),
    ),
    Guard(
        name="a refusal is told again",
        prevents="A print that the lab refuses a second time is nobody's concern any more.",
        fact="I1",
        file="application/fulfilment/submit_dropship.py",
        text="        await work.attention.report(",
        instead="        await work.attention.add(",
        tests=(
            f"{REGRESSION}/test_refused_by_the_lab_again.py::"
            "test_the_item_of_a_refusal_opens_again",
        ),
    ),
    Guard(
        name="withdrawn is not refunded",
        prevents="A refund that a dispute stood against is forgotten once the dispute is won.",
        fact="I6",
        file="domain/reconciliation/why_gone.py",
        text="kept = payment.refunded < payment.captured",
        instead="kept = payment.left",
        tests=(
            f"{REGRESSION}/test_dispute_beside_a_hold.py::"
            "test_a_refund_that_was_refused_for_a_dispute_is_not_made_by_it",
        ),
    ),
    Guard(
        name="no key for a second asking",
        prevents="A repair of an item that opened again within one tick asks nobody.",
        fact="I1",
        file="application/reconciliation/carry_out.py",
        text='dedupe_key=f"repair:{new_id()}"',
        instead='dedupe_key=f"repair:{payload}"',
        tests=(
            "tests/contract/test_repairs.py::"
            "test_what_opens_again_within_one_tick_of_the_clock_is_asked_about_again",
        ),
    ),
)
