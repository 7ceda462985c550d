"""The view for a log: one line each, nothing that only a terminal understands."""

from collections.abc import Sequence
from typing import TextIO

from adapters.inbound.demo.answers import Print, TimelineEntry
from adapters.inbound.demo.view import Receipt, move_line, numbered, print_line


class PlainView:
    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._prints: dict[int, str] = {}

    def step_began(self, number: int, title: str) -> None:
        self._line(f"{number:>2}. {title} …")

    def step_done(self, number: int, title: str, said: str, seconds: float) -> None:
        self._line(f"    {said} ({seconds:.1f} s)")

    def timeline_grew(self, entry: TimelineEntry) -> None:
        moved = move_line(entry)
        self._line(f"    {entry.at:%H:%M:%S}  {entry.actor:<12}  {entry.event:<24}  {moved}")

    def prints_changed(self, prints: Sequence[Print]) -> None:
        for place, each in numbered(prints):
            line = print_line(each)
            if self._prints.get(place) != line:
                self._prints[place] = line
                self._line(f"    print {place}: {line}")

    def note(self, line: str) -> None:
        self._line(f"    note: {line}")

    def summary(self, receipt: Receipt) -> None:
        self._line("")
        for name, value in receipt.rows:
            self._line(f"{name:<12}{value}")

    def _line(self, line: str) -> None:
        self._out.write(f"{line.rstrip()}\n")
        self._out.flush()
