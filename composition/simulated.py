"""The shop as it is simulated: the real wiring, with the simulation behind every port."""

from collections.abc import Iterable
from typing import Any

import msgspec
from dependency_injector import providers

from adapters.inbound.simulation.studio import Studio
from adapters.inbound.simulation.surroundings import SimulatedShop, Surroundings, Wire
from adapters.outbound.memory.address_rules import MemoryAddressRules
from adapters.outbound.memory.sku_check import MemorySkuCheck
from adapters.settings import Settings
from application.fulfilment.when_print_file_is_ready_submit import SubmitWaitingPrints
from application.operations.run_job import RunJob
from composition.carts import cart_use_cases
from composition.orders import checkout_use_cases, order_handlers
from composition.outside import Outside
from composition.prints import staff_print_use_cases
from composition.reconciliation import reconciliation_handlers, staff_use_cases
from composition.refunds import refund_use_cases
from composition.wiring import Wiring
from domain.operations.job import JobKind

# Hours of calm are lived through in each world; what recurs shall not be most of the work.
BETWEEN_RECONCILERS_S = 1800.0


def unhurried(settings: Settings) -> Settings:
    """With reconcilers that run less often, which makes their task harder."""
    return msgspec.structs.replace(
        settings,
        reconcile_payments_interval_s=BETWEEN_RECONCILERS_S,
        reconcile_dropships_interval_s=BETWEEN_RECONCILERS_S,
        three_way_interval_s=BETWEEN_RECONCILERS_S,
        dropship_poll_interval_s=BETWEEN_RECONCILERS_S,
        reconcile_overlap_s=2 * BETWEEN_RECONCILERS_S,
    )


def simulated(settings: Settings) -> Wire:
    """Worlds share what never changes, like the catalogue; all else is put in anew for each."""
    outside = Outside(settings=settings, role="simulation")

    def wire(surroundings: Surroundings) -> SimulatedShop:
        for provider, stand_in in _stand_ins(outside, surroundings):
            provider.reset_override()
            provider.override(providers.Object(stand_in))
        return _shop(Wiring(outside, settings), surroundings)

    return wire


def _stand_ins(
    outside: Outside, surroundings: Surroundings
) -> Iterable[tuple[providers.Provider[Any], object]]:
    return (
        (outside.clock, surroundings.clock),
        (outside.begin, surroundings.begin),
        (outside.driver_begin, surroundings.begin),
        (outside.gateway, surroundings.payments),
        (outside.signed_events, surroundings.signed_events),
        (outside.lab, surroundings.lab),
        (outside.lab_order_list, surroundings.lab_order_list),
        (outside.sku_check, MemorySkuCheck()),
        (outside.address_rules, MemoryAddressRules()),
        (outside.quote_shipping, surroundings.quote_shipping),
        (outside.letters, surroundings.letters),
        (outside.ticket_links, surroundings.links),
        (outside.mailbox, surroundings.mailer),
        (outside.smtp, surroundings.mailer),
    )


def _shop(wiring: Wiring, surroundings: Surroundings) -> SimulatedShop:
    settings = wiring.settings
    studio = Studio(
        begin=surroundings.begin,
        clock=surroundings.clock,
        roll=surroundings.roll,
        when_made=SubmitWaitingPrints(),
    )
    handlers = {
        **order_handlers(wiring),
        **reconciliation_handlers(wiring),
        JobKind.RENDER_DESIGN: studio,
    }
    prints, staff = staff_print_use_cases(wiring), staff_use_cases(wiring)
    offered = checkout_use_cases(wiring)
    return SimulatedShop(
        add_to_cart=cart_use_cases(wiring).add,  # type: ignore[arg-type]
        create_checkout=offered["create_checkout"](),  # type: ignore[arg-type]
        cancel_checkout=offered["cancel_checkout"](),  # type: ignore[arg-type]
        receive_payment_event=offered["receive_payment_event"](),  # type: ignore[arg-type]
        receive_lab_callback=offered["receive_lab_callback"](),  # type: ignore[arg-type]
        refund_order=refund_use_cases(wiring)["refund_order"](),  # type: ignore[arg-type]
        cancel_order=prints["cancel_order"](),  # type: ignore[arg-type]
        release_order=prints["release_order"](),  # type: ignore[arg-type]
        resubmit_order=prints["resubmit_order"](),  # type: ignore[arg-type]
        reprint_line=prints["reprint_line"](),  # type: ignore[arg-type]
        list_attention=staff["list_attention"](),  # type: ignore[arg-type]
        repair_attention=staff["repair_attention"](),  # type: ignore[arg-type]
        handlers=handlers,
        run_job=RunJob(
            queue=surroundings.queue,
            handlers=handlers,
            journal=surroundings.journal,
            attempts_max=settings.job_attempts_max,
            first_delay_s=settings.job_retry_first_s,
            longest_delay_s=settings.job_retry_longest_s,
            renew_every_s=settings.job_lease_s / 3,
            roll=surroundings.roll,
        ),
    )
