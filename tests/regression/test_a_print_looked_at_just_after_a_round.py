"""A print that was looked at just after a poll was once passed over by the next one."""

from adapters.inbound.jobs.schedule import recurring
from adapters.settings import Settings
from application.fulfilment.poll_dropships import PollDropships
from composition.orders import order_handlers
from composition.outside import Outside
from composition.wiring import Wiring
from domain.operations.job import JobKind


def test_no_print_goes_unseen_for_longer_than_the_poll_interval() -> None:
    settings = Settings()
    handler = order_handlers(Wiring(Outside(settings=settings), settings))[JobKind.POLL_DROPSHIPS]
    assert isinstance(handler, PollDropships)
    [rounds] = [each for each in recurring(settings) if each.kind is JobKind.POLL_DROPSHIPS]
    # Passed over for just not being old enough, it is looked at a round later.
    longest_s = handler.interval.total_seconds() + rounds.every_s
    assert longest_s <= settings.dropship_poll_interval_s
