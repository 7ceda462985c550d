"""The view for a terminal: what is done scrolls by, what is under way moves at the bottom."""

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from adapters.inbound.demo.answers import Print, TimelineEntry
from adapters.inbound.demo.view import Receipt, move_line, numbered, print_line

COLOURS = {"complete": "green", "shipped": "cyan", "in_production": "yellow"}


class LiveView:
    """A context manager, because the terminal must be put right again whatever happens."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, refresh_per_second=10, transient=True)
        self._spinner: Spinner | None = None
        self._prints: Sequence[Print] = ()

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def step_began(self, number: int, title: str) -> None:
        self._spinner = Spinner("dots", Text(f"{number:>2}  {title}"))
        self._show()

    def step_done(self, number: int, title: str, said: str, seconds: float) -> None:
        self._spinner = None
        line = Table.grid(padding=(0, 1, 0, 0), expand=True)
        line.add_column(width=4)
        line.add_column(width=26)
        line.add_column(ratio=1)
        line.add_column(justify="right", style="dim")
        number_and_mark = Text.assemble((f"{number:>2}", "dim"), (" ✓", "green"))
        line.add_row(number_and_mark, Text(title, "bold"), Text(said), f"{seconds:.1f} s")
        self._console.print(line)
        self._show()

    def timeline_grew(self, entry: TimelineEntry) -> None:
        self._console.print(
            Text.assemble(
                (f"      {entry.at:%H:%M:%S}  ", "dim"),
                (f"{entry.actor:<13}", "magenta"),
                f"{entry.event:<24} ",
                (move_line(entry), "dim"),
            )
        )

    def prints_changed(self, prints: Sequence[Print]) -> None:
        self._prints = prints
        self._show()

    def note(self, line: str) -> None:
        self._console.print(Text(f"      {line}", "yellow"))

    def summary(self, receipt: Receipt) -> None:
        self._prints = ()
        self._show()
        table = Table.grid(padding=(0, 3, 0, 0))
        for name, value in receipt.rows:
            table.add_row(Text(name, "dim"), Text(value))
        self._console.print()
        title = f"{receipt.order.number} is {receipt.order.status}"
        self._console.print(Panel(table, title=title, border_style="green", expand=False))

    def _show(self) -> None:
        table = Table.grid(padding=(0, 2, 0, 0))
        for place, each in numbered(self._prints):
            colour = COLOURS.get(each.status, "white")
            table.add_row(Text(f"      print {place}", "dim"), Text(print_line(each), colour))
        under_way = [self._spinner] if self._spinner else []
        self._live.update(Group(table, *under_way), refresh=True)
