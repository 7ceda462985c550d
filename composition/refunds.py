"""Money that goes back."""

from adapters.outbound.system.clock import new_id
from application.payments.intend_refund import IntendRefund
from application.payments.read_ledger import ReadLedger
from application.payments.refund_order import RefundOrder
from application.reconciliation.close_what_is_gone import CloseWhatIsGone
from composition.wiring import Provided, Wiring, once


def refund_use_cases(wiring: Wiring) -> Provided:
    outside = wiring.outside
    begin = outside.begin()
    intend = IntendRefund(gateway=outside.gateway(), new_id=new_id)
    refund_order = RefundOrder(
        begin=begin, intend_refund=intend, close_items=CloseWhatIsGone(), clock=outside.clock()
    )
    return {
        "refund_order": wiring.rerun(refund_order),
        "read_ledger": once(ReadLedger(begin=begin)),
    }
