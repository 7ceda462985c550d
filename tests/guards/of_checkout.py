"""Guards of a checkout: one order and one page for one cart, whatever is clicked or lost."""

from tests.guards.guard import Guard

INTEND = "application/checkout/intend_checkout.py"
OPEN = "application/checkout/open_payment_page.py"
CREATE = "tests/unit/checkout/test_create_checkout.py"
TABS = "tests/unit/checkout/test_clicks_and_tabs.py"
CANCEL = "tests/unit/checkout/test_cancel_checkout.py"
TABLES = "adapters/outbound/postgres/migrations/versions/0001_tables.py"
SESSIONS = "tests/contract/test_checkout_sessions.py"

OF_CHECKOUT = (
    Guard(
        name="one open order for a cart",
        prevents="Two clicks make two orders that can both be paid.",
        fact="I1",
        file=TABLES,
        text='"orders",\n        ["cart_id"],\n        unique=True,',
        instead='"orders",\n        ["cart_id", "id"],\n        unique=True,',
        tests=("tests/contract/test_orders.py::test_a_cart_has_one_open_order",),
    ),
    Guard(
        name="twin orders wait",
        prevents="The second of two clicks ends in an error of the database.",
        fact="I1",
        file="adapters/outbound/postgres/orders.py",
        text="            raise CartHasOpenOrder\n",
        instead="            return\n",
        tests=("tests/contract/test_orders.py::test_a_cart_has_one_open_order",),
    ),
    Guard(
        name="intend before asking",
        prevents="Stripe makes a page for an order that nobody knows after a crash.",
        fact="I1",
        file=INTEND,
        text="            await work.commit()\n        return checkout\n",
        instead="        return checkout\n",
        tests=(
            "tests/unit/checkout/test_killed_in_between.py"
            "::test_a_checkout_that_died_anywhere_is_one_order_with_one_page",
        ),
    ),
    Guard(
        name="page by a stored key",
        prevents="A page whose answer was lost is made a second time.",
        fact="I11",
        file=OPEN,
        text="checkout.session.request_body, checkout.session.idempotency_key",
        instead='checkout.session.request_body, f"checkout-{self.clock.now()}"',
        tests=(f"{CREATE}::test_after_an_unknown_outcome_the_same_key_and_bytes_are_sent_again",),
    ),
    Guard(
        name="cart as it was shown",
        prevents="What was changed in another tab is paid unseen.",
        fact="I4",
        file=INTEND,
        text="if (locked.cart.id, locked.cart.version) != seen:",
        instead="if False:",
        tests=(
            "tests/unit/checkout/test_changed_while_priced.py"
            "::test_a_cart_that_changes_while_it_is_priced_is_not_frozen",
        ),
    ),
    Guard(
        name="total as it was shown",
        prevents="A buyer pays another total than was shown.",
        fact="I4",
        file=INTEND,
        text="if wish.expected_total not in (None, chosen.totals.total.amount):",
        instead="if False:",
        tests=(
            f"{CREATE}::test_a_total_that_changed_since_it_was_shown_is_refused_with_the_new_one",
        ),
    ),
    Guard(
        name="same purchase, same order",
        prevents="A double click supersedes the page that the buyer is sent to.",
        fact="I1",
        file=INTEND,
        text="same = current.fingerprint == order.fingerprint",
        instead="same = False",
        tests=(f"{CREATE}::test_a_double_click_gets_the_same_order_and_page",),
    ),
    Guard(
        name="another purchase, another order",
        prevents="A changed address or cart is paid as the old one.",
        fact="I4",
        file=INTEND,
        text="same = current.fingerprint == order.fingerprint",
        instead="same = True",
        tests=(
            f"{CREATE}::test_a_changed_cart_supersedes_the_order_and_its_page",
            f"{CREATE}::test_another_address_supersedes_the_order_too",
        ),
    ),
    Guard(
        name="a checkout's retry key",
        prevents="A request that is sent again begins a second order.",
        fact="I11",
        file=INTEND,
        text="                await work.replies.keep(wish.request, begun)\n",
        instead="                pass\n",
        tests=(f"{CREATE}::test_the_same_key_gets_the_same_order_even_for_a_changed_cart",),
    ),
    Guard(
        name="superseded pages expire",
        prevents="Two pages for one cart stay payable.",
        fact="I1",
        file="application/checkout/end_checkout.py",
        text="    await work.jobs.add(\n",
        instead="    _ = (\n",
        tests=(
            f"{CREATE}::test_a_changed_cart_supersedes_the_order_and_its_page",
            f"{CANCEL}::test_giving_up_frees_the_cart_at_once_and_expires_the_page",
        ),
    ),
    Guard(
        name="pages whose answer was lost expire",
        prevents="A page that we never heard of stays payable.",
        fact="I1",
        file="application/checkout/expire_session.py",
        text="        return [opened.session_id]",
        instead="        return [opened.session_id][:0]",
        tests=(f"{CREATE}::test_a_page_superseded_before_its_answer_came_is_expired_all_the_same",),
    ),
    Guard(
        name="requests grow too old",
        prevents="A request is repeated that the provider will refuse for its expiry.",
        fact="I8",
        file="domain/checkout/session.py",
        text="return at < self.expires_at - SHORTEST_LIFE - SLACK",
        instead="return True",
        tests=(f"{CREATE}::test_a_request_too_old_to_be_repeated_is_superseded",),
    ),
    Guard(
        name="keys that only fail",
        prevents="A failure that Stripe has stored keeps a cart from ever being paid.",
        fact="I8",
        file="application/checkout/recall_checkout.py",
        text="return events.count(FAILURE_STORED) < failures_max",
        instead="return True",
        tests=(
            "tests/unit/checkout/test_stored_failures.py::test_a_key_that_only_fails_is_left_for_another",
        ),
    ),
    Guard(
        name="ended keys open nothing",
        prevents="The key of a checkout that was given up makes a page for an order that is over.",
        fact="I1",
        file="application/checkout/recall_checkout.py",
        text="    if order.status is OrderStatus.CANCELLED:\n",
        instead="    if False:\n",
        tests=(f"{CANCEL}::test_the_key_of_a_checkout_given_up_before_it_had_a_page_opens_none",),
    ),
    Guard(
        name="paid is not given up",
        prevents="Going back cancels an order that was paid.",
        fact="I10",
        file="application/checkout/cancel_checkout.py",
        text="if order.has_been_paid:",
        instead="if False:",
        tests=(f"{CANCEL}::test_what_is_paid_is_not_given_up",),
    ),
    Guard(
        name="payment overtakes the answer",
        prevents="A buyer whose payment was told first gets an error instead of an answer.",
        fact="I10",
        file=OPEN,
        text="if order.status is OrderStatus.DRAFT:",
        instead="if True:",
        tests=(f"{CREATE}::test_a_payment_that_overtakes_the_answer_stays_settled",),
    ),
    Guard(
        name="settled stays settled",
        prevents="The answer to opening a page unsettles one that was paid.",
        fact="I8",
        file=OPEN,
        text="await work.sessions.of_order(order.id) or checkout.session",
        instead="checkout.session",
        tests=(f"{CREATE}::test_a_payment_that_overtakes_the_answer_stays_settled",),
    ),
    Guard(
        name="the other page is closed",
        prevents="When a superseded page is paid, the newer one asks for the same goods again.",
        fact="I1",
        file="application/checkout/when_order_is_paid_close_the_other_page.py",
        text="for other in await work.orders_of_cart.lock_open(order):",
        instead="for other in list(await work.orders_of_cart.lock_open(order))[:0]:",
        tests=(f"{TABS}::test_a_page_paid_the_moment_it_is_superseded_is_honoured",),
    ),
    Guard(
        name="one session for a key",
        prevents="Two orders share a key at Stripe, and one pays for both.",
        fact="I1",
        file=TABLES,
        text='("idempotency_key", name=op.f("uq_checkout_sessions_idempotency_key"))',
        instead='("order_id", "idempotency_key")',
        tests=(f"{SESSIONS}::test_two_orders_never_share_a_key_or_a_session",),
    ),
    Guard(
        name="one order for a session",
        prevents="Two orders share a session, and one payment pays both.",
        fact="I1",
        file=TABLES,
        text='("session_id", name=op.f("uq_checkout_sessions_session_id"))',
        instead='("order_id", "session_id")',
        tests=(f"{SESSIONS}::test_two_orders_never_share_a_key_or_a_session",),
    ),
    Guard(
        name="a total is the sum of its parts",
        prevents="An order is drafted whose total is another one than its parts come to.",
        fact="I4",
        file="domain/pricing/totals.py",
        text="if self.subtotal + self.shipping + self.tax != self.total:",
        instead="if False:",
        tests=("tests/unit/pricing/test_totals.py::test_totals_that_do_not_add_up_cannot_be_made",),
    ),
    Guard(
        name="totals add up",
        prevents="An order is stored whose total is not the sum of its parts.",
        fact="I4",
        file=TABLES,
        text='"subtotal + shipping + tax = total", name',
        instead='"true", name',
        tests=(
            "tests/contract/test_constraints.py::test_a_total_that_does_not_add_up_is_not_stored",
        ),
    ),
    Guard(
        name="the page asks for the total",
        prevents="Stripe is asked for another sum than the order's total.",
        fact="I4",
        file="adapters/outbound/stripe/session_request.py",
        text="    if items + order.totals.shipping.amount != order.totals.total.amount:\n",
        instead="    if False:\n",
        tests=(
            "tests/contract/test_stripe_requests.py"
            "::test_a_request_that_would_not_charge_the_total_is_not_made",
        ),
    ),
)

OF_REPLIES = (
    Guard(
        name="one row for a retry key",
        prevents="Two requests under one key both take effect.",
        fact="I11",
        file=TABLES,
        text='        sa.PrimaryKeyConstraint("owner_id", "key", name=op.f("pk_replies")),\n',
        instead="",
        tests=("tests/contract/test_replies.py::test_of_many_twins_one_does_the_work",),
    ),
    Guard(
        name="keys belong to their owner",
        prevents="Somebody else's key brings somebody else's answer.",
        fact="I11",
        file=TABLES,
        text='sa.PrimaryKeyConstraint("owner_id", "key", name=op.f("pk_replies"))',
        instead='sa.PrimaryKeyConstraint("key", name=op.f("pk_replies"))',
        tests=("tests/contract/test_replies.py::test_keys_of_two_owners_never_meet",),
    ),
    Guard(
        name="a key stands for its body",
        prevents="Another request under a known key gets the answer to the first.",
        fact="I11",
        file="adapters/outbound/postgres/replies.py",
        text="if fingerprint != request.fingerprint:",
        instead="if False:",
        tests=("tests/contract/test_replies.py::test_the_key_with_another_body_is_refused",),
    ),
    Guard(
        name="the body is part of the fingerprint",
        prevents="Another body under a known key passes for the same request.",
        fact="I11",
        file="adapters/inbound/http/credentials.py",
        text="hashlib.sha256(route + await request.body())",
        instead="hashlib.sha256(route)",
        tests=(
            "tests/unit/operations/test_retry_request.py::test_another_body_is_another_request",
        ),
    ),
)
