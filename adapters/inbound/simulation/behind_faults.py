"""Every port of a simulated shop, put behind the faults of its world."""

from random import Random

from adapters.inbound.simulation.announcements import UnsignedEvents
from adapters.inbound.simulation.clock import ProcessClock, VirtualClock
from adapters.inbound.simulation.faults import Faults
from adapters.inbound.simulation.faulty_ports import (
    FaultyBegin,
    FaultyCall,
    FaultyPort,
    over_the_network,
)
from adapters.inbound.simulation.laboratory import Laboratory
from adapters.inbound.simulation.letter_box import LetterBox, NoLinks, PlainLetters
from adapters.inbound.simulation.surroundings import FatesTold, FlatRates, Surroundings
from adapters.inbound.simulation.till import Till
from adapters.inbound.simulation.watch import Watch
from adapters.outbound.memory.job_queue import MemoryJobQueue
from adapters.outbound.memory.lab_order_list import MemoryLabOrderList
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.memory.work import MemoryBegin
from adapters.settings import Settings


def behind_faults(
    settings: Settings,
    dice: Random,
    faults: Faults,
    store: MemoryStore,
    clock: VirtualClock,
    watch: Watch,
    till: Till,
    lab: Laboratory,
    letter_box: LetterBox,
) -> Surroundings:
    """`clock` is the database's own; processes see theirs, which may be wrong."""

    def port(made: object, provider: str) -> FaultyPort:
        return FaultyPort(made, over_the_network(provider, faults))

    return Surroundings(
        settings=settings,
        clock=ProcessClock(clock),
        begin=FaultyBegin(MemoryBegin(store, clock), faults, watch),
        queue=port(MemoryJobQueue(store, clock, settings.job_lease_s), "database"),
        payments=port(till, "payments"),
        signed_events=UnsignedEvents(),
        lab=port(lab, "lab"),
        lab_order_list=port(MemoryLabOrderList(lab), "lab"),
        mailer=port(letter_box, "mail"),
        letters=PlainLetters(),
        links=NoLinks(),
        quote_shipping=FaultyCall(FlatRates(clock), over_the_network("rates", faults)),
        roll=dice.random,
        journal=FatesTold(),
    )
