"""Everything that an endpoint may touch."""

import sqlite3
from dataclasses import dataclass

from simulators.stripe.clock import Clock
from simulators.stripe.events import Events
from simulators.stripe.records import Records
from simulators.stripe.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The account's objects, events and time."""

    store: sqlite3.Connection
    records: Records
    events: Events
    clock: Clock
    settings: Settings


def open_ledger(store: sqlite3.Connection, settings: Settings) -> Ledger:
    """The ledger over an open store."""
    records, clock = Records(store), Clock()
    events = Events(store, records, settings, clock)
    return Ledger(store=store, records=records, events=events, clock=clock, settings=settings)
