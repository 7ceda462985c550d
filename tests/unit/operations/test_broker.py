"""Dramatiq is told to keep nothing and to retry nothing: the table of jobs decides."""

from dramatiq.middleware import Retries

from adapters.inbound.jobs.broker import make_broker
from adapters.settings import Settings


def test_the_broker_is_told_to_retry_nothing() -> None:
    for consuming in (True, False):
        broker = make_broker(Settings(), consuming=consuming)
        assert not any(isinstance(each, Retries) for each in broker.middleware)
