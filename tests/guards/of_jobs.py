"""Guards of the to-do list: a job is done once, by one worker, and never lost."""

from tests.guards.guard import Guard

JOBS = "adapters/outbound/postgres/jobs.py"
QUEUE = "adapters/outbound/postgres/job_queue.py"
BELL = "adapters/outbound/postgres/doorbell.py"
RUN = "application/operations/run_job.py"

OF_JOBS_TABLE = (
    Guard(
        name="lease fence",
        prevents="A worker that was too slow finishes a job that somebody else has by now.",
        fact="I8",
        file=JOBS,
        text="WHERE id = :id AND state = 'leased' AND lease_token = :token",
        instead="WHERE id = :id AND state = 'leased' AND CAST(:token AS uuid) IS NOT NULL",
        tests=(
            "tests/contract/test_jobs.py::test_an_old_token_cannot_finish_and_its_effect_is_undone",
        ),
    ),
    Guard(
        name="effect falls with its lease",
        prevents="What was done under a lease that is lost is committed all the same.",
        fact="I2",
        file=JOBS,
        text='raise LeaseLost(f"job {lease.job_id} ({lease.kind})")',
        instead="return",
        tests=(
            "tests/contract/test_jobs.py::test_an_old_token_cannot_finish_and_its_effect_is_undone",
        ),
    ),
    Guard(
        name="fate fence",
        prevents="A worker whose lease ran out puts back or buries the job of the next one.",
        fact="I8",
        file=QUEUE,
        text="AND state = 'leased' AND lease_token = :token\"",
        instead="AND state = 'leased' AND CAST(:token AS uuid) IS NOT NULL\"",
        tests=(
            "tests/contract/test_job_queue.py"
            "::test_a_lease_that_ran_out_is_free_and_the_old_holder_is_shut_out",
        ),
    ),
    Guard(
        name="one claimer",
        prevents="Two workers that hear the same bell both get the job.",
        fact="I8",
        file=QUEUE,
        text="WHERE id = ({chosen} FOR UPDATE SKIP LOCKED)",
        instead="WHERE id = ({chosen})",
        tests=(
            "tests/contract/test_claims.py::test_nobody_waits_for_a_job_that_is_just_being_taken",
        ),
    ),
    Guard(
        name="leases end",
        prevents="The job of a worker that was killed stays leased for ever.",
        fact="I8",
        file=QUEUE,
        text="(state = 'ready' AND run_at <= now()) OR (state = 'leased' AND lease_until < now())",
        instead="(state = 'ready' AND run_at <= now())",
        tests=(
            "tests/contract/test_job_queue.py"
            "::test_a_lease_that_ran_out_is_free_and_the_old_holder_is_shut_out",
        ),
    ),
    Guard(
        name="leases end without a bell",
        prevents="With the broker down, the job of a worker that was killed is never taken.",
        fact="I8",
        file=QUEUE,
        text="           OR (state = 'leased' AND lease_until < now())\n        ORDER BY",
        instead="        ORDER BY",
        tests=("tests/contract/test_claims.py::test_a_lease_that_ran_out_is_found_without_a_bell",),
    ),
    Guard(
        name="attempt counted at the claim",
        prevents="A job that kills its worker each time is tried without end.",
        fact="I8",
        file=QUEUE,
        text="SET state = 'leased', attempt = attempt + 1, lease_token",
        instead="SET state = 'leased', lease_token",
        tests=("tests/contract/test_job_queue.py::test_a_failure_counts_as_an_attempt",),
    ),
    Guard(
        name="outages do not count",
        prevents="An outage that is long enough buries a job of somebody who paid.",
        fact="I8",
        file=QUEUE,
        text="attempt = attempt - 1, outages = outages + 1, ",
        instead="outages = outages + 1, ",
        tests=("tests/contract/test_job_queue.py::test_an_outage_does_not_count_as_an_attempt",),
    ),
    Guard(
        name="dead jobs are shown",
        prevents="A job that was given up is known to nobody.",
        fact="I8",
        file=QUEUE,
        text="    FROM dead\n",
        instead="    FROM dead WHERE false\n",
        tests=(
            "tests/contract/test_job_queue.py"
            "::test_a_buried_job_is_shown_to_staff_and_never_leased_again",
        ),
    ),
    Guard(
        name="one job for one reason",
        prevents="A reason that is told twice is two jobs.",
        fact="I2",
        file="adapters/outbound/postgres/migrations/versions/0001_tables.py",
        text='        sa.UniqueConstraint("dedupe_key", name=op.f("uq_jobs_dedupe_key")),\n',
        instead="",
        tests=("tests/contract/test_jobs.py::test_a_known_key_adds_nothing",),
    ),
    Guard(
        name="known job is no trouble",
        prevents="A repeated reason undoes the whole transaction that tells it.",
        fact="I8",
        file=JOBS,
        text="    ON CONFLICT (dedupe_key) DO NOTHING\n",
        instead="",
        tests=("tests/contract/test_jobs.py::test_a_known_key_adds_nothing",),
    ),
    Guard(
        name="jobs in one order",
        prevents="Two transactions that add the same jobs wait for each other in a circle.",
        fact="I8",
        file=JOBS,
        text="jobs = sorted(jobs, key=lambda job: job.dedupe_key)",
        instead="jobs = list(jobs)",
        tests=(
            "tests/contract/test_jobs_at_once.py"
            "::test_the_same_jobs_in_opposite_orders_are_no_deadlock",
        ),
    ),
    Guard(
        name="dead jobs stay",
        prevents="A job that was given up is tidied away before staff see it.",
        fact="I8",
        file=BELL,
        text="WHERE state = 'done' AND finished_at < now()",
        instead="WHERE finished_at < now()",
        tests=(
            "tests/contract/test_doorbell.py"
            "::test_old_done_jobs_are_forgotten_and_dead_ones_are_kept",
        ),
    ),
)

OF_WORKERS = (
    Guard(
        name="attempts have an end",
        prevents="A job that kills its worker each time goes on for ever, unseen.",
        fact="I8",
        file=RUN,
        text="if lease.attempt > self.attempts_max:",
        instead="if False:",
        tests=(
            "tests/unit/operations/test_run_job.py"
            "::test_a_job_that_kills_its_worker_every_time_ends_as_dead",
        ),
    ),
    Guard(
        name="outage is told from a fault",
        prevents="An outage uses up the attempts, and a paid order's job is given up.",
        fact="I8",
        file=RUN,
        text="trouble.retry_after_s or 0.0, outage=True)",
        instead="trouble.retry_after_s or 0.0, outage=False)",
        tests=(
            "tests/unit/operations/test_run_job.py"
            "::test_an_outage_is_waited_out_for_as_long_as_it_takes",
        ),
    ),
    Guard(
        name="fate is written at last",
        prevents="A database that comes and goes lets attempts go by that nobody wrote down.",
        fact="I8",
        file=RUN,
        text="                await asyncio.sleep(self.first_delay_s)",
        instead="                return None",
        tests=(
            "tests/regression/test_database_comes_and_goes.py"
            "::test_no_outage_of_the_table_counts_as_an_attempt",
        ),
    ),
    Guard(
        name="leases are renewed",
        prevents="Work that takes longer than a lease is begun by a second worker.",
        fact="I8",
        file=RUN,
        text="asyncio.create_task(self._keep(lease))",
        instead="asyncio.create_task(asyncio.sleep(0))",
        tests=(
            "tests/unit/operations/test_run_job.py::test_a_lease_is_renewed_while_the_work_goes_on",
        ),
    ),
    Guard(
        name="unknown kinds wait",
        prevents="A worker of the last release gives up the jobs of the next one.",
        fact="I8",
        file=RUN,
        text="await self.queue.give_back(lease, self.unknown_kind_delay)",
        instead='await self.queue.bury(lease, "unknown")',
        tests=(
            "tests/unit/operations/test_run_job.py"
            "::test_a_kind_of_a_newer_release_is_left_for_a_newer_worker",
        ),
    ),
    Guard(
        name="the broker keeps no retries",
        prevents="Dramatiq's own retries run a job beside the table, or lose it with the broker.",
        fact="I8",
        file="adapters/inbound/jobs/broker.py",
        text="[AsyncIO(), ShutdownNotifications(), Callbacks(), Pipelines()]\n"
        "        if consuming\n"
        "        else []",
        instead="None",
        tests=("tests/unit/operations/test_broker.py::test_the_broker_is_told_to_retry_nothing",),
    ),
    Guard(
        name="bell rings again",
        prevents="A bell that was lost with the broker's memory is the last one for its job.",
        fact="I8",
        file=BELL,
        text="(rung_at IS NULL OR rung_at < now() - :again_s * interval '1 second')",
        instead="(rung_at IS NULL OR :again_s * interval '1 second' > interval '99 years')",
        tests=(
            "tests/contract/test_doorbell.py"
            "::test_a_due_job_is_rung_for_once_and_then_left_alone_for_a_while",
        ),
    ),
    Guard(
        name="bell rings for lost leases",
        prevents="The job of a worker that was killed is left to the slow look at the table.",
        fact="I8",
        file=BELL,
        text="               OR (state = 'leased' AND lease_until < now()))",
        instead="               )",
        tests=(
            "tests/contract/test_doorbell.py::test_a_job_whose_lease_ran_out_is_rung_for_again",
        ),
    ),
    Guard(
        name="bell without hearers",
        prevents="While no worker listens, the broker's memory fills with the same jobs.",
        fact="I8",
        file="adapters/inbound/jobs/relay.py",
        text="if await asyncio.to_thread(self._unheard) >= self._settings.relay_batch:",
        instead="if False:",
        tests=(
            "tests/regression/test_bell_without_workers.py"
            "::test_a_bell_that_nobody_hears_is_not_rung_for_ever",
        ),
    ),
    Guard(
        name="what recurs has one clock",
        prevents="A relay whose clock was set back finds every interval taken, and nothing recurs.",
        fact="I8",
        file="adapters/inbound/jobs/relay.py",
        text="at = await self._doorbell.now()",
        instead='at = __import__("adapters.outbound.system.clock").outbound.system.clock'
        ".SystemClock().now()",
        tests=(
            "tests/regression/test_relay_with_a_wrong_clock.py"
            "::test_what_recurs_goes_by_the_clock_that_all_relays_share",
        ),
    ),
    Guard(
        name="one of each recurring job",
        prevents="Two schedulers write a recurring job down twice, or stop each other.",
        fact="I8",
        file=BELL,
        text="    ON CONFLICT (dedupe_key) DO NOTHING\n",
        instead="",
        tests=(
            "tests/contract/test_doorbell.py::test_what_recurs_is_written_down_once_per_interval",
        ),
    ),
)
