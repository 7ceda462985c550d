"""Guards at the borders: what an answer that is lost, strange or somebody else's may mean."""

from tests.guards.guard import Guard

ERRORS = "adapters/outbound/prodigi/errors.py"
LAB = "adapters/outbound/prodigi/print_lab.py"
CLIENT = "tests/contract/test_prodigi_client.py"
PRINT_LAB = "tests/contract/test_print_lab.py"
PRODIGI = "tests/contract/test_prodigi_print_lab.py"
GATEWAY = "adapters/outbound/stripe/payment_gateway.py"
TRANSLATED = "adapters/outbound/stripe/translated.py"
STRIPE = "tests/contract/test_stripe_payment_gateway.py"
REQUESTS = "tests/contract/test_stripe_requests.py"
PROXY = "tests/regression/test_a_proxys_word_about_money.py"
LABS_WORD = "tests/regression/test_a_proxys_word.py"
CALLS = "adapters/outbound/redis/shared_calls.py"

OF_LAB = (
    Guard(
        name="no redirect with the key",
        prevents="A redirect carries our key, or an order, to somebody else.",
        fact="I13",
        file="adapters/outbound/prodigi/client.py",
        text="follow_redirects=False",
        instead="follow_redirects=True",
        tests=(f"{CLIENT}::test_a_redirect_is_never_followed_with_the_key",),
    ),
    Guard(
        name="a lost answer is unknown",
        prevents="An order whose answer was lost is taken for one that was never sent.",
        fact="I2",
        file=ERRORS,
        text="raise trouble(PROVIDER, type(error).__name__) from error",
        instead="raise Unavailable(PROVIDER, type(error).__name__) from error",
        tests=(f"{CLIENT}::test_a_lost_answer_to_an_order_may_be_an_order",),
    ),
    Guard(
        name="an error there is unknown",
        prevents="An order that the lab made before it failed is taken for none.",
        fact="I2",
        file=ERRORS,
        text='return trouble(PROVIDER, f"status {status}")',
        instead='return Unavailable(PROVIDER, f"status {status}")',
        tests=(f"{CLIENT}::test_a_status_says_what_may_be_done_next",),
    ),
    Guard(
        name="nothing happened at a limit",
        prevents="An order that the lab's limit turned away cannot be called off any more.",
        fact="I3",
        file=ERRORS,
        text="if status == 429:",
        instead="if False:",
        tests=(f"{PRINT_LAB}::test_a_busy_lab_is_unavailable_and_nothing_happened",),
    ),
    Guard(
        name="a wrong key is no refusal",
        prevents="A key that we mistyped costs paid orders their prints.",
        fact="I8",
        file=ERRORS,
        text="if status in (401, 403):",
        instead="if False:",
        tests=(f"{CLIENT}::test_a_status_says_what_may_be_done_next",),
    ),
    Guard(
        name="only the lab refuses",
        prevents="A 4xx of some proxy on the way fails a paid print for good.",
        fact="I8",
        file=ERRORS,
        text="if status in REFUSALS and is_the_labs_own:",
        instead="if 400 <= status < 500:",
        tests=(f"{LABS_WORD}::test_only_the_lab_itself_refuses_an_order",),
    ),
    Guard(
        name="the outcome, not the status",
        prevents="A failure that comes with a 200 counts as a print.",
        fact="I2",
        file=LAB,
        text="        if outcome in CREATED:\n",
        instead="        if outcome != ALREADY_EXISTS:\n",
        tests=("tests/contract/test_prodigi_outcomes.py::test_another_outcome_is_no_print_yet",),
    ),
    Guard(
        name="what exists is compared",
        prevents="A key that belongs to another order passes for ours, which is never made.",
        fact="I2",
        file=LAB,
        text="if differing:",
        instead="if False:",
        tests=(f"{PRINT_LAB}::test_a_key_that_belongs_to_another_order_is_rejected",),
    ),
    Guard(
        name="a sparse answer is read in full",
        prevents="An order that exists already is judged by an answer that says nothing of it.",
        fact="I2",
        file=LAB,
        text="if order.is_sparse:",
        instead="if False:",
        tests=(f"{PRODIGI}::test_a_sparse_reply_to_a_known_key_is_read_in_full",),
    ),
    Guard(
        name="refusals without buyers",
        prevents="The lab's sentences bring a buyer's address into our logs.",
        fact="I13",
        file=ERRORS,
        text="{failure.get('code', '')}",
        instead="{failure}",
        tests=(f"{CLIENT}::test_a_refusal_names_fields_and_codes_but_no_data_of_the_buyer",),
    ),
    Guard(
        name="one budget of calls",
        prevents="Two workers together ask the lab more often than it allows.",
        fact="I8",
        file=CALLS,
        text="if made < most then",
        instead="if made < 10 * most then",
        tests=(
            "tests/contract/test_shared_calls.py::test_two_processes_have_one_budget_between_them",
        ),
    ),
    Guard(
        name="orders go first",
        prevents="Looks at prices use up the calls that paid orders need.",
        fact="I8",
        file="domain/resilience/call_budget.py",
        text="kept_back = self.reserved * (CallPriority.SUBMIT - priority)",
        instead="kept_back = 0 * self.reserved * (CallPriority.SUBMIT - priority)",
        tests=(
            "tests/unit/resilience/test_call_budget.py"
            "::test_an_order_goes_through_where_a_poll_waits_and_a_poll_where_a_quote_waits",
        ),
    ),
    Guard(
        name="open circuits end",
        prevents="After a clock was set back, a provider that is well is left alone for long.",
        fact="I8",
        file="domain/resilience/circuit.py",
        text="return not timedelta(0) <= at - self.tried_at < self.open_for",
        instead="return at - self.tried_at >= self.open_for",
        tests=(
            "tests/unit/resilience/test_circuit.py"
            "::test_an_open_circuit_lets_somebody_try_after_its_pause",
        ),
    ),
    Guard(
        name="a small share alone",
        prevents="While nobody counts for all, every process asks as often as it likes.",
        fact="I8",
        file=CALLS,
        text="await self._alone.spend(priority)",
        instead="return",
        tests=(
            "tests/contract/test_shared_calls.py"
            "::test_while_nobody_counts_for_all_each_process_keeps_to_its_small_share",
        ),
    ),
)

OF_STRIPE = (
    Guard(
        name="sessions by key",
        prevents="A page whose answer was lost is made a second time at Stripe.",
        fact="I1",
        file=GATEWAY,
        text="sessions.create_async(\n                params=json.loads(request_body), options={",
        instead="sessions.create_async(\n"
        "                params=json.loads(request_body), options={} and {",
        tests=(
            "tests/contract/test_payment_gateway.py"
            "::test_the_same_key_and_body_find_the_same_session",
        ),
    ),
    Guard(
        name="refunds by key",
        prevents="A refund whose answer was lost is made a second time at Stripe.",
        fact="I6",
        file=GATEWAY,
        text="refunds.create_async(\n                params=json.loads(request_body), options={",
        instead="refunds.create_async(\n"
        "                params=json.loads(request_body), options={} and {",
        tests=(
            "tests/contract/test_refunds_at_the_provider.py"
            "::test_a_refund_whose_answer_was_lost_is_made_once",
        ),
    ),
    Guard(
        name="Stripe's silence is unknown",
        prevents="A page that Stripe made before it failed is taken for none.",
        fact="I1",
        file=TRANSLATED,
        text="family = OutcomeUnknown if changes else Unavailable",
        instead="family = Unavailable",
        tests=(
            f"{STRIPE}::test_without_a_clear_answer_stripes_outcome_is_unknown_and_the_key_settles_it",
        ),
    ),
    Guard(
        name="stored failures are told",
        prevents="A key under which Stripe has stored a failure is tried for ever.",
        fact="I8",
        file=TRANSLATED,
        text="if changes and status is not None and status >= 500 and _is_replayed(error):",
        instead="if False:",
        tests=(f"{STRIPE}::test_a_failure_that_stripe_stored_is_told_from_one_that_may_pass",),
    ),
    Guard(
        name="only Stripe refuses money",
        prevents="A proxy's 404 ends a refund for good, and what it held is printed.",
        fact="I3",
        file=TRANSLATED,
        text="if status in REFUSED and _is_stripes_own(error):",
        instead="if status in REFUSED:",
        tests=(f"{PROXY}::test_a_refund_waits_until_stripe_itself_has_answered",),
    ),
    Guard(
        name="our key is not the buyer's fault",
        prevents="A key that we mistyped cancels the orders of buyers.",
        fact="I8",
        file=TRANSLATED,
        text="NOT_NOW = frozenset({401, 403, 429})",
        instead="NOT_NOW = frozenset({429})",
        tests=(f"{STRIPE}::test_a_wrong_key_is_our_fault_and_not_the_buyers",),
    ),
    Guard(
        name="only money makes paid",
        prevents="A session that is complete, or costs nothing yet, counts as paid.",
        fact="I3",
        file="adapters/outbound/stripe/session_answer.py",
        text="return free or self.payment_status == PAID",
        instead="return free or self.status is SessionState.COMPLETE",
        tests=(f"{STRIPE}::test_only_money_that_came_makes_a_session_paid",),
    ),
    Guard(
        name="expired means unpayable",
        prevents="A page that Stripe would not expire counts as expired, and can be paid.",
        fact="I1",
        file=GATEWAY,
        text="if (await self.session(session_id)).state is SessionState.OPEN:",
        instead="if False:",
        tests=(f"{REQUESTS}::test_a_page_that_stripe_does_not_expire_is_not_taken_for_expired",),
    ),
    Guard(
        name="the order's own currency",
        prevents="Stripe lets a buyer pay in another currency than the order's.",
        fact="I4",
        file="adapters/outbound/stripe/session_request.py",
        text='"adaptive_pricing": {"enabled": False}',
        instead='"adaptive_pricing": {"enabled": True}',
        tests=(f"{REQUESTS}::test_a_buyer_pays_what_the_order_says_in_its_currency",),
    ),
)
