"""Where the purchase is: which step, since when, and what of the order was already told."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from adapters.inbound.demo.answers import Order
from adapters.inbound.demo.view import View


class Step:
    """What came of it is written into `said`."""

    def __init__(self) -> None:
        self.said = ""


class Progress:
    def __init__(self, view: View) -> None:
        self.view = view
        self.began = time.monotonic()
        self._number = 0
        self._title = ""
        self._entries_told = 0

    @property
    def where(self) -> str:
        return f"step {self._number} ({self._title})"

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        self._number, self._title = self._number + 1, title
        began = time.monotonic()
        self.view.step_began(self._number, title)
        step = Step()
        yield step
        self.view.step_done(self._number, title, step.said, time.monotonic() - began)

    def tell(self, order: Order) -> None:
        for entry in order.timeline[self._entries_told :]:
            self.view.timeline_grew(entry)
        self._entries_told = len(order.timeline)
        self.view.prints_changed(order.prints)
