"""What a log without a terminal is shown."""

import io
from datetime import UTC, datetime

from adapters.inbound.demo.answers import Print, Shipment, TimelineEntry
from adapters.inbound.demo.plain_view import PlainView

PAID = TimelineEntry(
    at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    actor="stripe",
    event="paid",
    before="awaiting_payment",
    after="paid",
)
SHIPPED = Print(
    line_id="1",
    status="shipped",
    provider_order_id="ord_1",
    shipments=[Shipment(carrier="Royal Mail", tracking_number="RM1", tracking_url=None)],
)


def test_a_log_shows_lines_without_escape_codes() -> None:
    out = io.StringIO()
    view = PlainView(out)
    view.step_began(1, "Follow the order")
    view.timeline_grew(PAID)
    view.prints_changed([SHIPPED])
    assert "\x1b" not in out.getvalue()
    assert "awaiting_payment → paid" in out.getvalue()
    assert "print 1: shipped, ord_1, Royal Mail RM1" in out.getvalue()


def test_a_print_that_stays_as_it_is_is_not_told_again() -> None:
    out = io.StringIO()
    view = PlainView(out)
    view.prints_changed([SHIPPED])
    view.prints_changed([SHIPPED])
    assert out.getvalue().count("print 1") == 1
