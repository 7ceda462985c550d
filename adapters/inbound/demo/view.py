"""What a person is shown of the purchase, whatever they look at it with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from adapters.inbound.demo.answers import Order, Print, TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The purchase in one look."""

    order: Order
    lab_order_ids: tuple[str, ...]
    mail_subjects: tuple[str, ...]
    seconds: float

    @property
    def rows(self) -> list[tuple[str, str]]:
        return [
            ("Order", self.order.number),
            ("Paid", f"{self.order.totals.total.formatted}, payment {self.order.payment_status}"),
            ("Status", self.order.status),
            *((f"Print {place}", print_line(each)) for place, each in numbered(self.order.prints)),
            ("At the lab", f"{', '.join(self.lab_order_ids)}, each exactly once"),
            *(("Mail", subject) for subject in self.mail_subjects),
            ("Took", f"{self.seconds:.1f} s from the first click to the last mail"),
        ]


class View(Protocol):
    def step_began(self, number: int, title: str) -> None: ...

    def step_done(self, number: int, title: str, said: str, seconds: float) -> None: ...

    def timeline_grew(self, entry: TimelineEntry) -> None: ...

    def prints_changed(self, prints: Sequence[Print]) -> None: ...

    def note(self, line: str) -> None:
        """Something that happened beside the purchase, such as a worker that died."""
        ...

    def summary(self, receipt: Receipt) -> None: ...


def numbered(prints: Sequence[Print]) -> list[tuple[int, Print]]:
    """The same print has the same number each time."""
    return list(enumerate(sorted(prints, key=lambda each: each.line_id), start=1))


def print_line(each: Print) -> str:
    """Such as `shipped, ord_840796, Royal Mail RM123`."""
    parcels = (
        f"{parcel.carrier} {parcel.tracking_number}"
        for parcel in each.shipments
        if parcel.tracking_number
    )
    return ", ".join([each.status, *filter(None, [each.provider_order_id]), *parcels])


def move_line(entry: TimelineEntry) -> str:
    """Such as `awaiting_payment → paid`; empty when nothing moved."""
    if entry.before == entry.after:
        return ""
    return " → ".join(filter(None, [entry.before, entry.after]))
