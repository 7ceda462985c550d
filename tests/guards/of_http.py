"""Guards of the API: who may, what is read, and what an answer or a log never tells."""

from tests.guards.guard import Guard

DOORKEEPER = "adapters/inbound/http/doorkeeper.py"
DOORKEEPER_TESTS = "tests/unit/identity/test_doorkeeper.py"
CSRF = "adapters/inbound/http/identity/csrf.py"

OF_HTTP = (
    Guard(
        name="undeclared routes are closed",
        prevents="A route whose access nobody has thought about is open to all.",
        fact="I13",
        file=DOORKEEPER,
        text='raise NotAllowed("This route is open to nobody.")',
        instead="return",
        tests=(f"{DOORKEEPER_TESTS}::test_a_route_without_a_declaration_is_closed_to_everybody",),
    ),
    Guard(
        name="roles",
        prevents="A buyer refunds, reprints or reads like staff.",
        fact="I13",
        file=DOORKEEPER,
        text="if not caller.role.includes(least):",
        instead="if False:",
        tests=(f"{DOORKEEPER_TESTS}::test_a_role_includes_those_below_it",),
    ),
    Guard(
        name="staff are out at once",
        prevents="Somebody whose log-in was ended goes on as staff for minutes.",
        fact="I13",
        file=DOORKEEPER,
        text="if not await self._is_alive(caller.session_id):",
        instead="if False:",
        tests=(f"{DOORKEEPER_TESTS}::test_staff_whose_log_in_was_ended_are_out_at_once",),
    ),
    Guard(
        name="proof beside cookies",
        prevents="Another site's page checks out, or cancels, in a buyer's name.",
        fact="I13",
        file=CSRF,
        text="if not hmac.compare_digest(sent, kept) or not any(",
        instead="if False and not any(",
        tests=(
            "tests/regression/test_proof_when_a_log_in_is_lost.py"
            "::test_a_change_by_the_cookies_of_a_lost_log_in_needs_proof",
        ),
    ),
    Guard(
        name="proof is genuine",
        prevents="A planted cookie proves itself.",
        fact="I13",
        file=CSRF,
        text="hmac.compare_digest(sent, token) for token in genuine",
        instead="hmac.compare_digest(sent, kept) for token in genuine",
        tests=("tests/unit/identity/test_csrf.py::test_a_planted_cookie_proves_nothing",),
    ),
    Guard(
        name="unknown fields are refused",
        prevents="A client sends a price, and believes that it counts.",
        fact="I4",
        file="adapters/inbound/http/answers.py",
        text='rename="camel", forbid_unknown_fields=True',
        instead='rename="camel"',
        tests=("tests/unit/checkout/test_bodies.py::test_a_body_that_brings_a_price_is_refused",),
    ),
    Guard(
        name="webhooks have a size",
        prevents="Anybody fills the memory, or the inbox, by one request.",
        fact="I8",
        file="adapters/inbound/http/app.py",
        text="request_max_body_size=settings.stripe_webhook_bytes_max,",
        instead="request_max_body_size=None,",
        tests=(
            "tests/architecture/test_body_limits.py::test_every_route_has_a_limit_of_its_own_or_the_shops",
        ),
    ),
    Guard(
        name="bodies have a size",
        prevents="Anybody fills the memory by one request.",
        fact="I8",
        file="adapters/inbound/http/app.py",
        text="request_max_body_size=settings.request_bytes_max,",
        instead="request_max_body_size=None,",
        tests=(
            "tests/architecture/test_body_limits.py::test_every_route_has_a_limit_of_its_own_or_the_shops",
        ),
    ),
    Guard(
        name="bodies are read to their end",
        prevents="An answer is lost with the rest of a body that nobody read.",
        fact="I7",
        file="adapters/inbound/http/unread_body.py",
        text="                await drop_rest()\n",
        instead="                pass\n",
        tests=(
            "tests/regression/test_a_body_nobody_asked_for.py"
            "::test_a_body_that_the_route_does_not_read_is_read_before_the_answer",
        ),
    ),
    Guard(
        name="private answers stay private",
        prevents="A cache on the way shows one buyer's order to the next.",
        fact="I13",
        file="adapters/inbound/http/private_answers.py",
        text='.setdefault("Cache-Control", "no-store")',
        instead='.setdefault("Cache-Control", "private")',
        tests=("tests/regression/test_answers_about_somebody.py::test_no_cache_keeps_them",),
    ),
    Guard(
        name="logs name routes",
        prevents="The address of a callback, which is a secret, is in the log.",
        fact="I13",
        file="adapters/inbound/http/errors.py",
        text='route = request.scope.get("path_template", "")',
        instead="route = request.url.path",
        tests=(
            "tests/regression/test_log_hides_callback_addresses.py"
            "::test_an_error_names_the_route_and_not_the_token",
        ),
    ),
    Guard(
        name="logs name no values",
        prevents="A statement that fails brings buyers' names into the log.",
        fact="I13",
        file="adapters/outbound/postgres/engine.py",
        text="hide_parameters=True,",
        instead="hide_parameters=False,",
        tests=(
            "tests/regression/test_log_hides_buyers.py"
            "::test_what_goes_wrong_at_the_database_is_told_without_the_values",
        ),
    ),
    Guard(
        name="errors tell no trace",
        prevents="A fault of ours shows its insides to whoever asked.",
        fact="I13",
        file="adapters/inbound/http/errors.py",
        text='return _answer(request, "internal_error", WORDS["internal_error"])',
        instead='return _answer(request, "internal_error", WORDS["internal_error"], repr(error))',
        tests=(
            "tests/unit/operations/test_unexpected.py::test_a_fault_of_ours_is_told_without_its_insides",
        ),
    ),
    Guard(
        name="every answer has an id",
        prevents="An error cannot be found in the log by what the caller was given.",
        fact="I13",
        file="adapters/inbound/http/request_id.py",
        text='["X-Request-Id"] = request_id',
        instead='["X-Request-Id"] = ""',
        tests=(
            "tests/unit/operations/test_unexpected.py::test_a_fault_of_ours_is_told_without_its_insides",
        ),
    ),
)
