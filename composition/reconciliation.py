"""Comparing our books with the providers', and the lists that staff work off."""

from dataclasses import dataclass

from application.operations.run_job import Handler
from application.payments.what_events_mean import EVENTS
from application.reconciliation.check_three_ways import CheckThreeWays
from application.reconciliation.close_what_is_gone import CloseWhatIsGone
from application.reconciliation.list_for_staff import FindOrders, ListAttention, ListJobs
from application.reconciliation.on_schedule import OnSchedule
from application.reconciliation.ports import Patience
from application.reconciliation.reconcile_dropships import ReconcileDropships
from application.reconciliation.reconcile_payments import ReconcilePayments
from application.reconciliation.repair_attention import RepairAttention
from application.reconciliation.resolve_attention import ResolveAttention
from application.reconciliation.retry_job import RetryJob
from application.reconciliation.show_any_order import ShowAnyOrder
from application.reconciliation.sweep_attention import SweepAttention
from composition.ground import seconds
from composition.repairs import repairs
from composition.wiring import Provided, Wiring, once
from domain.operations.job import JobKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconcilers:
    payments: ReconcilePayments
    dropships: ReconcileDropships
    three_ways: CheckThreeWays


def reconcilers(wiring: Wiring) -> Reconcilers:
    outside, settings = wiring.outside, wiring.settings
    begin, clock = outside.begin(), outside.clock()
    overlap = seconds(settings.reconcile_overlap_s)
    look_back = seconds(settings.reconcile_look_back_s)
    return Reconcilers(
        payments=ReconcilePayments(
            begin=begin,
            events=outside.gateway(),
            sessions=outside.gateway(),
            clock=clock,
            types=sorted(EVENTS),
            overlap=overlap,
            look_back=look_back,
            session_grace=seconds(settings.reconcile_session_grace_s),
            session_given_up=seconds(settings.reconcile_session_given_up_s),
            pages_max=settings.reconcile_pages_max,
            sessions_max=settings.reconcile_sessions_max,
        ),
        dropships=ReconcileDropships(
            begin=begin,
            lab=outside.lab_order_list(),
            clock=clock,
            overlap=overlap,
            look_back=look_back,
            pages_max=settings.reconcile_pages_max,
        ),
        three_ways=CheckThreeWays(
            begin=begin,
            begin_closing=begin,
            sweep=SweepAttention(
                marks=begin,
                begin=begin,
                close=CloseWhatIsGone(),
                clock=clock,
                orders_max=settings.three_way_rows_max,
            ),
            clock=clock,
            patience=Patience(
                production=seconds(settings.three_way_production_s),
                hold=seconds(settings.three_way_hold_s),
                lab=seconds(settings.three_way_lab_s),
                limit=settings.three_way_rows_max,
            ),
        ),
    )


def reconciliation_handlers(wiring: Wiring) -> dict[str, Handler]:
    """The reconcilers as recurring jobs."""
    begin, each = wiring.outside.begin(), reconcilers(wiring)
    return {
        JobKind.RECONCILE_PAYMENTS: OnSchedule(reconcile=each.payments, begin=begin),
        JobKind.RECONCILE_DROPSHIPS: OnSchedule(reconcile=each.dropships, begin=begin),
        JobKind.CHECK_THREE_WAYS: OnSchedule(reconcile=each.three_ways, begin=begin),
    }


def staff_use_cases(wiring: Wiring) -> Provided:
    """The lists of attention items, jobs and orders, and what staff do about them."""
    begin, clock = wiring.outside.begin(), wiring.outside.clock()
    return {
        "list_attention": once(ListAttention(begin=begin)),
        "list_jobs": once(ListJobs(begin=begin)),
        "find_orders": once(FindOrders(begin=begin)),
        "show_any_order": once(ShowAnyOrder(snapshot=wiring.outside.snapshot())),
        "repair_attention": wiring.rerun(
            RepairAttention(
                begin=begin, repairs=repairs(wiring), close=CloseWhatIsGone(), clock=clock
            )
        ),
        "resolve_attention": wiring.rerun(ResolveAttention(begin=begin, clock=clock)),
        "retry_job": wiring.rerun(RetryJob(begin=begin, clock=clock)),
    }
