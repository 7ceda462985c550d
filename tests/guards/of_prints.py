"""Guards of production: each line once, nothing that is not paid, nothing twice."""

from tests.guards.guard import Guard

SUBMIT = "application/fulfilment/submit_dropship.py"
DROPSHIP = "domain/fulfilment/dropship.py"
PROGRESS = "tests/unit/fulfilment/test_dropship_progress.py"
SUBMITTED = "tests/unit/fulfilment/test_submit_dropship.py"
FOLLOWED = "tests/unit/fulfilment/test_follow_dropship.py"
AGAINST = "tests/contract/test_cancel_against_submit.py"
STAFF = "tests/contract/test_staff_prints.py"
LAB_DOWN = "tests/regression/test_refund_while_lab_is_down.py"
TABLES = "adapters/outbound/postgres/migrations/versions/0001_tables.py"
ONCE_PER_NUMBER = (
    "tests/contract/test_constraints.py"
    "::test_a_line_has_one_production_order_for_a_number_whatever_its_key"
)

OF_SUBMISSION = (
    Guard(
        name="key is derived",
        prevents="Every time that prints are requested they take a key of their own.",
        fact="I2",
        file="domain/fulfilment/dropship.py",
        text='return str(uuid5(KEY_SPACE, f"{order_id}/{line_id}/{fulfilment_no}"))',
        instead='return str(__import__("uuid").uuid4())',
        tests=(f"{PROGRESS}::test_a_key_is_derived_and_belongs_to_one_fulfilment",),
    ),
    Guard(
        name="bytes are stored",
        prevents="A second try sends other bytes under the same key.",
        fact="I2",
        file=SUBMIT,
        text="self.lab.submit(dropship.request_body)",
        instead='self.lab.submit(dropship.request_body + b" " * dropship.tries)',
        tests=(f"{SUBMITTED}::test_every_try_sends_the_same_bytes_and_makes_one_order",),
    ),
    Guard(
        name="the request is frozen",
        prevents="A later save changes the bytes that were sent to the lab.",
        fact="I2",
        file="adapters/outbound/postgres/dropships.py",
        text="                status=dropship.status.value,\n",
        instead="                status=dropship.status.value,\n"
        "                request_body=dropship.request_body,\n",
        tests=(
            "tests/contract/test_dropships.py::test_progress_is_saved_and_the_request_is_frozen",
        ),
    ),
    Guard(
        name="one fulfilment for a number",
        prevents="A line is written down for production twice.",
        fact="I2",
        file=TABLES,
        text='            "fulfilment_no",\n',
        instead='            "fulfilment_no",\n            "id",\n',
        tests=(ONCE_PER_NUMBER,),
    ),
    Guard(
        name="known fulfilments stay",
        prevents="Asking for prints again undoes the whole transaction.",
        fact="I2",
        file="adapters/outbound/postgres/dropships.py",
        text="insert(dropships).values(rows).on_conflict_do_nothing()",
        instead="insert(dropships).values(rows)",
        tests=(ONCE_PER_NUMBER,),
    ),
    Guard(
        name="one production order for a key",
        prevents="Two production orders share a key at the lab, and one is never made.",
        fact="I2",
        file=TABLES,
        text='("idempotency_key", name=op.f("uq_dropships_idempotency_key"))',
        instead='("id", "idempotency_key")',
        tests=("tests/contract/test_constraints.py::test_two_production_orders_never_share_a_key",),
    ),
    Guard(
        name="one of ours for one of theirs",
        prevents="Two production orders point to the same one at the lab.",
        fact="I2",
        file=TABLES,
        text='("provider_order_id", name=op.f("uq_dropships_provider_order_id"))',
        instead='("id", "provider_order_id")',
        tests=(
            "tests/contract/test_dropships.py::test_an_order_of_the_lab_belongs_to_one_of_ours",
        ),
    ),
    Guard(
        name="submitted is submitted",
        prevents="A second job sends what the lab has already.",
        fact="I2",
        file=SUBMIT,
        text="if dropship.status not in (DropshipStatus.PENDING, DropshipStatus.SUBMITTING):",
        instead="if False:",
        tests=(f"{SUBMITTED}::test_a_second_job_for_a_submitted_part_does_nothing",),
    ),
    Guard(
        name="looked at before sending",
        prevents="What is held, cancelled or refunded by now is sent all the same.",
        fact="I3",
        file=SUBMIT,
        text="if dropship.status is DropshipStatus.PENDING and not wanted:",
        instead="if False:",
        tests=(
            f"{SUBMITTED}::test_a_held_order_waits",
            f"{SUBMITTED}::test_an_order_that_is_over_is_never_submitted",
        ),
    ),
    Guard(
        name="what may be there is asked for",
        prevents="A print that reached the lab unseen is forgotten there.",
        fact="I2",
        file=SUBMIT,
        text="if dropship.status is DropshipStatus.PENDING and not wanted:",
        instead="if not wanted:",
        tests=(
            f"{SUBMITTED}::test_what_may_have_reached_the_lab_is_asked_for_even_if_held_by_now",
        ),
    ),
    Guard(
        name="intent before the call",
        prevents="A submission that nobody wrote down is called off as if it had never been sent.",
        fact="I3",
        file=SUBMIT,
        text="await work.dropships.save(dropship.begin_submitting())\n",
        instead="dropship.begin_submitting()\n",
        tests=(f"{SUBMITTED}::test_a_crash_after_the_labs_effect_is_mended_by_asking_again",),
    ),
    Guard(
        name="not reached, not begun",
        prevents="What a refund stopped while the lab was down is made when the lab is back.",
        fact="I3",
        file=SUBMIT,
        text="                await self._not_reached(dropship)\n",
        instead="                pass\n",
        tests=(f"{LAB_DOWN}::test_a_refunded_order_is_not_made_when_the_lab_is_back",),
    ),
    Guard(
        name="only a first try was not reached",
        prevents="A print that an earlier try may have begun is called off as never sent.",
        fact="I3",
        file=SUBMIT,
        text="        except Unavailable:\n"
        "            if dropship.status is DropshipStatus.PENDING:\n",
        instead="        except Unavailable:\n            if True:\n",
        tests=(
            f"{LAB_DOWN}::test_what_may_have_reached_the_lab_is_never_called_off_by_a_later_silence",
        ),
    ),
    Guard(
        name="tries are numbered",
        prevents="A worker that overslept takes back what another has tried since.",
        fact="I2",
        file=SUBMIT,
        text="is_last = dropship.tries == sent.tries + 1",
        instead="is_last = True",
        tests=(
            f"{AGAINST}::test_a_worker_that_overslept_takes_nothing_back_that_another_has_tried",
        ),
    ),
    Guard(
        name="called off while being sent",
        prevents="An order that was refunded while it was sent is produced.",
        fact="I3",
        file=SUBMIT,
        text="if order.is_over and accepted.can_be_called_off and accepted.cancellation is None:",
        instead="if False:",
        tests=(
            f"{AGAINST}::test_an_order_refunded_while_it_is_being_sent_is_cancelled_at_the_lab",
        ),
    ),
    Guard(
        name="the order before its parts",
        prevents="A submission and a look at the lab wait for each other in a circle.",
        fact="I8",
        file=SUBMIT,
        text="        order = await work.orders.lock(sent.order_id)\n"
        "        return order, await work.dropships.lock(sent.id)",
        instead="        dropship = await work.dropships.lock(sent.id)\n"
        "        return await work.orders.lock(sent.order_id), dropship",
        tests=(
            "tests/contract/test_order_of_locks.py"
            "::test_a_submission_waits_for_its_order_with_empty_hands",
        ),
    ),
)

OF_CALLING_OFF = (
    Guard(
        name="what may be there is asked to stop",
        prevents="A print that is being sent is written off here and made there.",
        fact="I3",
        file=DROPSHIP,
        text="self.provider_order_id is None and self.status is not DropshipStatus.SUBMITTING",
        instead="self.provider_order_id is None",
        tests=(
            f"{AGAINST}::test_an_order_cancelled_while_it_is_being_sent_is_cancelled_at_the_lab",
        ),
    ),
    Guard(
        name="a cancellation waits for its submission",
        prevents="The lab is not asked to cancel what reaches it a moment later.",
        fact="I3",
        file="application/fulfilment/cancel_dropship.py",
        text='raise Unavailable("prodigi", "It is being submitted.", self.submission_wait_s)',
        instead="return CancelAnswer(is_cancelled=True, said=str(self.submission_wait_s))",
        tests=(
            "tests/unit/fulfilment/test_cancel_waits.py"
            "::test_a_cancellation_waits_until_the_submission_was_answered",
        ),
    ),
    Guard(
        name="two prints only on purpose",
        prevents="A reprint is made beside a print that is under way.",
        fact="I2",
        file="application/fulfilment/reprint_line.py",
        text="if under_way and not wish.is_confirmed:",
        instead="if False:",
        tests=(
            "tests/contract/test_reprints_by_accident.py"
            "::test_what_is_under_way_is_not_printed_again_unless_that_is_confirmed",
        ),
    ),
    Guard(
        name="a reprint takes the next number",
        prevents="A reprint is taken for the print that it replaces, and never made.",
        fact="I2",
        file="application/fulfilment/reprint_line.py",
        text="number = max(part.fulfilment_no for part in parts) + 1",
        instead="number = max(part.fulfilment_no for part in parts)",
        tests=(f"{STAFF}::test_a_reprint_takes_the_next_number_and_new_bytes",),
    ),
)

OF_PROGRESS = (
    Guard(
        name="a print never goes back",
        prevents="An old report takes a print back that was shipped.",
        fact="I10",
        file=DROPSHIP,
        text="moved = status if can_move(self.status, status) else self.status",
        instead="moved = status",
        tests=(f"{PROGRESS}::test_production_is_never_seen_to_go_back",),
    ),
    Guard(
        name="an order never goes back",
        prevents="A reprint or an old report takes an order back that was shipped.",
        fact="I10",
        file="domain/fulfilment/status.py",
        text="return max(reached, current, key=PRODUCTION_PATH.index)",
        instead="return reached",
        tests=(f"{PROGRESS}::test_an_order_never_goes_back_under_any_interleaving",),
    ),
    Guard(
        name="a parcel is not called back",
        prevents="An old report makes a parcel stay that has left.",
        fact="I10",
        file=DROPSHIP,
        text="if before is None or shipment.has_left or not before.has_left:",
        instead="if True:",
        tests=(f"{PROGRESS}::test_a_parcel_that_has_left_is_not_called_back",),
    ),
    Guard(
        name="silence is asked about",
        prevents="A print whose callback is lost is never heard of again.",
        fact="I8",
        file="adapters/outbound/postgres/dropships.py",
        text="                    dropships.c.checked_at < checked_before,\n",
        instead="",
        tests=(
            "tests/contract/test_dropships.py::test_unheard_of_are_those_at_the_lab_longest_unseen_first",
        ),
    ),
    Guard(
        name="one question for a silence",
        prevents="While the lab is away, questions pile up that keep paid orders waiting.",
        fact="I8",
        file="application/fulfilment/poll_dropships.py",
        text='dedupe_key=f"poll:{dropship.id}:{dropship.checked_at}:{at.date()}",',
        instead='dedupe_key=f"poll:{dropship.id}:{dropship.checked_at}:{at}",',
        tests=(
            "tests/regression/test_polls_in_an_outage.py"
            "::test_a_day_without_the_lab_leaves_one_question_a_day_for_each_print",
        ),
    ),
    Guard(
        name="each silence is asked about",
        prevents="After one look a print is not asked about again that day.",
        fact="I8",
        file="application/fulfilment/poll_dropships.py",
        text='dedupe_key=f"poll:{dropship.id}:{dropship.checked_at}:{at.date()}",',
        instead='dedupe_key=f"poll:{dropship.id}:{at.date()}",',
        tests=(
            "tests/regression/test_polls_in_an_outage.py"
            "::test_a_print_is_asked_for_again_in_each_interval_while_the_lab_answers",
        ),
    ),
)
