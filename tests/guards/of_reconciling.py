"""Guards of the reconcilers: nothing falls between two windows, nothing is closed by mistake."""

from tests.guards.guard import Guard

MARK = "domain/reconciliation/mark.py"
MARKS = "tests/unit/reconciliation/test_mark.py"
PAYMENTS = "application/reconciliation/reconcile_payments.py"
RECONCILED = "tests/unit/reconciliation/test_reconcile_payments.py"
CONTRACT = "tests/contract/test_reconciling.py"

OF_RECONCILING = (
    Guard(
        name="windows overlap",
        prevents="An event that its provider shows late falls between two windows.",
        fact="I1",
        file=MARK,
        text="return self.read_until - overlap",
        instead="return self.read_until",
        tests=(f"{MARKS}::test_the_next_window_begins_before_the_end_of_the_last",),
    ),
    Guard(
        name="the first window looks back",
        prevents="What happened before the first round is never found.",
        fact="I1",
        file=MARK,
        text="return self.until - look_back",
        instead="return self.until",
        tests=(f"{MARKS}::test_the_first_window_looks_back",),
    ),
    Guard(
        name="a mark from tomorrow",
        prevents="After a clock was set back, what came between is never read.",
        fact="I1",
        file=MARK,
        text="if self.read_until is None or self.read_until > self.until:",
        instead="if self.read_until is None:",
        tests=(f"{MARKS}::test_a_mark_from_a_clock_that_was_set_back_hides_nothing",),
    ),
    Guard(
        name="a cut window goes on",
        prevents="The rest of a long list is skipped.",
        fact="I1",
        file=MARK,
        text="            return replace(self, cursor=cursor)\n",
        instead="            return replace(self, read_until=self.until, until=None)\n",
        tests=(
            f"{MARKS}::test_a_window_that_was_cut_short_goes_on_where_it_stopped",
            f"{RECONCILED}::test_a_long_list_is_read_in_pieces",
        ),
    ),
    Guard(
        name="sessions are looked at too",
        prevents="A payment that no event shows is never found.",
        fact="I1",
        file=PAYMENTS,
        text="looked, ended = await self._look_at_sessions()",
        instead="looked, ended = 0, 0",
        tests=(
            f"{RECONCILED}::test_a_payment_that_the_events_do_not_show_is_found_by_its_session",
        ),
    ),
    Guard(
        name="found events go the way of webhooks",
        prevents="An event that was found and then delivered is handled twice.",
        fact="I7",
        file=PAYMENTS,
        text="if event.id in unknown and await work.inbox.admit(stored(event, at))",
        instead="if event.id in unknown",
        tests=(f"{RECONCILED}::test_a_payment_of_which_nobody_told_is_found_once",),
    ),
    Guard(
        name="an outage ends the round",
        prevents="A long outage of Stripe leaves a hundred rounds that all ask at once.",
        fact="I8",
        file="application/reconciliation/on_schedule.py",
        text="        except Unavailable as trouble:\n",
        instead="        except ZeroDivisionError as trouble:\n",
        tests=(
            "tests/regression/test_polls_in_an_outage.py"
            "::test_a_day_without_the_provider_leaves_no_question_behind",
        ),
    ),
    Guard(
        name="cut lists close nothing",
        prevents="Trouble that was not told for want of room is closed as gone.",
        fact="I8",
        file="application/reconciliation/check_three_ways.py",
        text="for kind in MismatchKind if told[kind] < self.patience.limit]",
        instead="for kind in MismatchKind]",
        tests=(
            "tests/contract/test_cut_lists.py::test_of_a_kind_with_more_than_are_told_nothing_is_closed",
        ),
    ),
    Guard(
        name="dismissed stays dismissed",
        prevents="What staff have dealt with opens again at every round.",
        fact="I8",
        file="adapters/outbound/postgres/attention_upkeep.py",
        text="where=MAY_OPEN_AGAIN,",
        instead="where=attention_items.c.resolved_at.is_not(None),",
        tests=(f"{CONTRACT}::test_what_staff_dismiss_stays_closed_and_is_written_down",),
    ),
    Guard(
        name="equal trouble is one item",
        prevents="Trouble that is told twice undoes the transaction that tells it.",
        fact="I8",
        file="adapters/outbound/postgres/attention.py",
        text="insert(attention_items).values(asdict(item)).on_conflict_do_nothing()",
        instead="insert(attention_items).values(asdict(item))",
        tests=("tests/contract/test_work.py::test_equal_trouble_is_one_attention_item",),
    ),
    Guard(
        name="orders of ours at the lab",
        prevents="An order whose answer was lost is told as one that nobody knows.",
        fact="I2",
        file="adapters/outbound/postgres/lab_books.py",
        text="each.provider_order_id not in names and each.key not in names",
        instead="each.provider_order_id not in names",
        tests=(f"{CONTRACT}::test_the_lab_knows_an_order_that_we_do_not",),
    ),
    Guard(
        name="only dead jobs start again",
        prevents="A job that was done is done again by a click.",
        fact="I8",
        file="adapters/outbound/postgres/job_register.py",
        text=".where(jobs.c.id == job_id, jobs.c.state == JobState.DEAD.value)",
        instead=".where(jobs.c.id == job_id)",
        tests=(f"{CONTRACT}::test_a_dead_job_starts_again_with_all_its_attempts",),
    ),
)
