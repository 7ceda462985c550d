"""The composition root: which adapter stands behind which port, and which use case gets what."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from litestar import Controller, Litestar

from adapters.inbound.doctor.examination import Examination
from adapters.inbound.http.app import make_app
from adapters.inbound.http.client_address import ClientAddress
from adapters.inbound.http.credentials import Credentials
from adapters.inbound.http.doorkeeper import Doorkeeper
from adapters.inbound.jobs.journal import LoggedJobs
from adapters.inbound.logging import set_up_logging
from adapters.inbound.simulation.simulate import Simulate
from adapters.inbound.web.account_pages import AccountPagesController
from adapters.inbound.web.pages import PagesController
from adapters.outbound.postgres.heartbeats import PostgresHeartbeats
from adapters.outbound.prodigi.catalogue_file import read_catalogue
from adapters.settings import Settings
from application.fulfilment.when_print_file_is_ready_submit import SubmitWaitingPrints
from application.identity.change_role import ChangeRole
from application.identity.is_login_alive import IsLoginAlive
from application.operations.run_job import Handler, RunJob
from composition.accounts import account_use_cases
from composition.carts import cart_use_cases, expire_carts, merge_use_cases, record_use_cases
from composition.catalogue import catalogue_use_cases
from composition.designs import design_handlers, design_use_cases, job_updates
from composition.doctor import examination
from composition.orders import checkout_use_cases, order_handlers
from composition.outside import Outside, close
from composition.prints import staff_print_use_cases
from composition.privacy import privacy_handlers, privacy_use_cases
from composition.reconciliation import (
    Reconcilers,
    reconcilers,
    reconciliation_handlers,
    staff_use_cases,
)
from composition.refunds import refund_use_cases
from composition.sessions import (
    cookie_sessions,
    forget_logins,
    forget_sign_ups,
    identity_provider,
    session_use_cases,
)
from composition.simulated import simulated, unhurried
from composition.uploads import expire_uploads
from composition.wiring import Provided, Wiring, once
from domain.operations.job import JobKind


def build_http(settings: Settings) -> Litestar:
    """The API as an ASGI application."""
    set_up_logging()
    outside = Outside(settings=settings)
    wiring = Wiring(outside, settings)
    cookies = cookie_sessions(wiring)
    provided: Provided = {
        "settings": once(settings),
        "catalogue": outside.catalogue,
        "heartbeats": outside.heartbeats,
        "broker_client": outside.broker_client,
        "cookie_sessions": once(cookies),
        **account_use_cases(wiring),
        **session_use_cases(wiring),
        **privacy_use_cases(wiring),
        **catalogue_use_cases(wiring),
        **design_use_cases(wiring),
        **record_use_cases(wiring),
        **merge_use_cases(wiring),
        **checkout_use_cases(wiring),
        **refund_use_cases(wiring),
        **staff_print_use_cases(wiring),
        **staff_use_cases(wiring),
    }
    pages: tuple[type[Controller], ...] = ()
    if not settings.is_production:
        provided["mailbox"] = outside.mailbox
        pages = (PagesController, AccountPagesController)
    credentials = Credentials(identity_provider(wiring), outside.clock(), cookies)
    doorkeeper = Doorkeeper(
        credentials,
        is_alive=IsLoginAlive(begin=outside.begin()),
        limits=outside.rate_limits(),
        client_address=ClientAddress(settings.trusted_networks),
    )

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await close(outside)

    carts = cart_use_cases(wiring)
    updates = job_updates(wiring)
    return make_app(settings, provided, carts, credentials, doorkeeper, updates, lifespan, pages)


@asynccontextmanager
async def build_operator(settings: Settings) -> AsyncIterator[ChangeRole]:
    """What an operator does by a command: say who runs the shop."""
    outside = Outside(settings=settings, role="operator")
    try:
        yield ChangeRole(begin=outside.begin(), clock=outside.clock())
    finally:
        await outside.engine().dispose()


@asynccontextmanager
async def build_doctor(
    settings: Settings, *, every_sku: bool = False
) -> AsyncIterator[Examination]:
    """Whether all parts fit together, asked of the parts themselves."""
    async with examination(settings, sys.maxsize if every_sku else settings.doctor_skus_max) as it:
        yield it


@asynccontextmanager
async def build_reconcilers(settings: Settings) -> AsyncIterator[Reconcilers]:
    """For an operator who does not want to wait for the next interval."""
    outside = Outside(
        settings=settings,
        role="operator",
        statement_timeout_s=settings.worker_statement_timeout_s,
    )
    try:
        yield reconcilers(Wiring(outside, settings))
    finally:
        await close(outside)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerParts:
    """A worker's use cases by the kind of job, and its sign of life."""

    run_job: RunJob
    heartbeats: PostgresHeartbeats
    outside: Outside

    async def aclose(self) -> None:
        await close(self.outside)


async def build_worker(settings: Settings) -> WorkerParts:
    """To be awaited on the loop that runs the jobs."""
    set_up_logging()
    outside = Outside(
        settings=settings,
        role="worker",
        statement_timeout_s=settings.worker_statement_timeout_s,
    )
    wiring = Wiring(outside, settings)
    handlers: dict[str, Handler] = {
        **order_handlers(wiring),
        **reconciliation_handlers(wiring),
        **privacy_handlers(wiring),
        **design_handlers(wiring, SubmitWaitingPrints()),
        JobKind.EXPIRE_CARTS: expire_carts(wiring),
        JobKind.FORGET_LOGINS: forget_logins(wiring),
        JobKind.FORGET_SIGN_UPS: forget_sign_ups(wiring),
        JobKind.EXPIRE_UPLOADS: expire_uploads(wiring),
    }
    run_job = RunJob(
        queue=outside.queue(),
        handlers=handlers,
        journal=LoggedJobs(),
        attempts_max=settings.job_attempts_max,
        first_delay_s=settings.job_retry_first_s,
        longest_delay_s=settings.job_retry_longest_s,
        renew_every_s=settings.job_lease_s / 3,
    )
    return WorkerParts(run_job=run_job, heartbeats=outside.heartbeats(), outside=outside)


def build_simulation(settings: Settings) -> Simulate:
    """The use cases of the API and the worker, in one thread under a virtual clock."""
    settings = unhurried(settings)
    return Simulate(
        wire=simulated(settings),
        settings=settings,
        catalogue=read_catalogue(),
    )
