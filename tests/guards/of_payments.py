"""Guards of money that comes in: paid once, compared, held where it differs."""

from tests.guards.guard import Guard

COMPLETED = "application/payments/handle_payment_completed.py"
SETTLE = "application/payments/settle_session.py"
CONSEQUENCES = "domain/payments/consequences.py"
TESTS = "tests/unit/payments/test_payment_completed.py"
DISPUTES = "tests/unit/payments/test_disputes.py"
OLD_NEWS = "tests/unit/payments/test_old_news.py"
IN_ANY_ORDER = "tests/unit/payments/test_deliveries_in_any_order.py"
TABLES = "adapters/outbound/postgres/migrations/versions/0001_tables.py"
SECOND_PAYMENT = f"{TESTS}::test_a_second_payment_of_the_same_order_goes_back_and_staff_see_it"
DIFFERS = f"{TESTS}::test_a_payment_that_differs_is_paid_but_held"

OF_PAYMENTS = (
    Guard(
        name="paid once",
        prevents="The next delivery pays an order that is paid, or dies in trying to.",
        fact="I8",
        file=COMPLETED,
        text="if order.has_been_paid:",
        instead="if False:",
        tests=(SECOND_PAYMENT,),
    ),
    Guard(
        name="repeat is no second payment",
        prevents="A payment that is told twice is given back.",
        fact="I6",
        file=COMPLETED,
        text="if report.payment_intent_id != order.payment_intent_id:",
        instead="if True:",
        tests=(f"{IN_ANY_ORDER}::test_session_events_in_any_order_end_the_same",),
    ),
    Guard(
        name="surplus goes back",
        prevents="A second payment of one order is kept.",
        fact="I6",
        file=COMPLETED,
        text="await self._give_back(work, order, report, PAID_TWICE, at)",
        instead="pass",
        tests=(SECOND_PAYMENT,),
    ),
    Guard(
        name="amount compared",
        prevents="An order is produced for another amount than was asked.",
        fact="I4",
        file=COMPLETED,
        text='return "amount_differs"',
        instead="return None",
        tests=(DIFFERS,),
    ),
    Guard(
        name="currency compared",
        prevents="An order is produced for as many yen as pounds were asked.",
        fact="I4",
        file=COMPLETED,
        text='return "currency_differs"',
        instead="return None",
        tests=(DIFFERS,),
    ),
    Guard(
        name="mode compared",
        prevents="An order is produced for a payment in test mode.",
        fact="I4",
        file=COMPLETED,
        text='return "livemode_differs"',
        instead="return None",
        tests=(DIFFERS,),
    ),
    Guard(
        name="only producible orders set off",
        prevents="A payment that is held is printed at once.",
        fact="I3",
        file=COMPLETED,
        text="if paid.may_be_produced:",
        instead="if True:",
        tests=(DIFFERS,),
    ),
    Guard(
        name="holds keep from the lab",
        prevents="What is held for review counts as fit to be produced.",
        fact="I3",
        file="domain/orders/order.py",
        text="self.status in PRODUCIBLE and self.held_because is None",
        instead="self.status in PRODUCIBLE",
        tests=("tests/unit/fulfilment/test_submit_dropship.py::test_a_held_order_waits",),
    ),
    Guard(
        name="only paid orders are producible",
        prevents="Cancelled, expired or refunded orders count as fit to be produced.",
        fact="I3",
        file="domain/orders/order.py",
        text="self.status in PRODUCIBLE and self.held_because is None",
        instead="self.held_because is None",
        tests=(
            "tests/unit/fulfilment/test_submit_dropship.py"
            "::test_an_order_that_is_over_is_never_submitted",
        ),
    ),
    Guard(
        name="another session is held",
        prevents="A session that is not the order's own pays it unseen.",
        fact="I4",
        file=COMPLETED,
        text='"session_differs" if foreign else self._difference(order, report)',
        instead="self._difference(order, report)",
        tests=(f"{OLD_NEWS}::test_a_payment_by_a_session_that_is_not_the_orders_is_held",),
    ),
    Guard(
        name="the erased are not supplied",
        prevents="An order whose buyer was erased meanwhile is produced.",
        fact="I3",
        file=COMPLETED,
        text="            return order.held_because\n",
        instead="            return None\n",
        tests=(
            "tests/unit/payments/test_payment_of_the_erased.py"
            "::test_money_that_comes_in_after_the_erasure_goes_back_by_itself",
        ),
    ),
    Guard(
        name="refunds told first",
        prevents="A refund that is told before its payment is forgotten, and the goods are made.",
        fact="I3",
        file=COMPLETED,
        text="paid = with_consequences(paid, (), await work.payment_facts.of(order.id))",
        instead="paid = with_consequences(paid, (), ())",
        tests=(f"{TESTS}::test_a_full_refund_told_before_the_payment_produces_nothing",),
    ),
    Guard(
        name="complete is not paid",
        prevents="A session that is complete but still unpaid is produced.",
        fact="I3",
        file=SETTLE,
        text="elif report.is_paid:",
        instead="elif report.is_paid or report.state is SessionState.COMPLETE:",
        tests=(f"{IN_ANY_ORDER}::test_session_events_in_any_order_end_the_same",),
    ),
    Guard(
        name="old news are quiet",
        prevents="A session that runs out ends an order that is paid, or dies in trying to.",
        fact="I10",
        file=SETTLE,
        text="if order.is_open_for_payment and order.status is not status:",
        instead="if order.status is not status:",
        tests=(
            f"{OLD_NEWS}::test_an_expiry_told_after_the_buyer_gave_up_is_quiet",
            f"{OLD_NEWS}::test_an_expiry_of_another_session_of_a_paid_order_is_quiet",
        ),
    ),
    Guard(
        name="money waits for its order",
        prevents="A refund or a dispute that is told before its payment is forgotten.",
        fact="I3",
        file="application/payments/note_charge_event.py",
        text='            elif _must_be_told(lease.payload["type"]):\n',
        instead="            elif not lease.payload:\n",
        tests=(
            "tests/regression/test_dispute_before_payment.py::test_a_dispute_waits_for_its_payment",
        ),
    ),
    Guard(
        name="what waits is heard at the payment",
        prevents="A dispute sleeps while the payment that it is about is taken in and printed.",
        fact="I3",
        file="application/payments/handle_payment_completed.py",
        text="        await self._hear_what_waits(work, order, report, at)\n",
        instead="",
        tests=(
            "tests/regression/test_dispute_in_an_outage.py"
            "::test_a_dispute_long_before_its_payment_keeps_it_from_the_lab",
        ),
    ),
    Guard(
        name="one order for one payment",
        prevents="One payment pays two orders.",
        fact="I1",
        file=TABLES,
        text='("payment_intent_id", name=op.f("uq_orders_payment_intent_id"))',
        instead='("id", "payment_intent_id")',
        tests=("tests/contract/test_orders.py::test_one_payment_pays_one_order",),
    ),
    Guard(
        name="order locked for a change",
        prevents="Two events change one order at once, and one of the changes is lost.",
        fact="I10",
        file="adapters/outbound/postgres/orders.py",
        text="found = await self.those(wanted.with_for_update())",
        instead="found = await self.those(wanted)",
        tests=(
            "tests/contract/test_locks.py::test_a_locked_order_is_waited_for",
            "tests/contract/test_refunds_at_once.py"
            "::test_staff_never_refund_more_than_was_captured",
        ),
    ),
)

OF_STATES = (
    Guard(
        name="moves of an order",
        prevents="An order takes a step that its table of moves does not have.",
        fact="I10",
        file="domain/orders/status.py",
        text="if after not in MOVES[before]:",
        instead="if False:",
        tests=("tests/unit/orders/test_order_status.py::test_an_order_moves_as_the_table_says",),
    ),
    Guard(
        name="status is a fold",
        prevents="A failure that is told late makes a paid order unpaid.",
        fact="I10",
        file="domain/payments/status.py",
        text="if FactKind.SUCCEEDED not in kinds:",
        instead="if FactKind.SUCCEEDED not in kinds or FactKind.FAILED in kinds:",
        tests=(
            "tests/unit/payments/test_payment_status.py::test_what_was_paid_once_is_never_unpaid_again",
        ),
    ),
    Guard(
        name="disputes hold",
        prevents="Goods are made while the bank takes the money back.",
        fact="I3",
        file=CONSEQUENCES,
        text="if standing in HOLDS and order.held_because in (None, DISPUTED, DISPUTE_LOST):",
        instead="if False:",
        tests=(f"{DISPUTES}::test_while_a_dispute_is_open_nothing_is_sent_to_the_lab",),
    ),
    Guard(
        name="only news have consequences",
        prevents="A repeated event undoes what staff have decided meanwhile.",
        fact="I10",
        file=CONSEQUENCES,
        text="if standing is not dispute_standing(before):",
        instead="if True:",
        tests=(f"{DISPUTES}::test_a_repeat_does_not_undo_what_staff_decided_meanwhile",),
    ),
    Guard(
        name="refunded is over",
        prevents="An order whose payment went back as a whole is produced.",
        fact="I3",
        file=CONSEQUENCES,
        text="if whole and OrderStatus.REFUNDED in MOVES[order.status]:",
        instead="if False:",
        tests=(f"{TESTS}::test_a_full_refund_before_the_lab_was_asked_stops_production",),
    ),
)
