"""Which parts are embedded, and what the programs are told about them."""

from pathlib import Path

import pytest

from adapters.inbound.supervisor.environment import embedded_parts, settings_in, shop_environment
from adapters.inbound.supervisor.refusals import CannotStart

PORTS = {"api": 1, "postgres": 2, "valkey": 3, "stripe": 4, "prodigi": 5}


class AnySecret(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"some-{name}"


def test_everything_is_embedded_by_default() -> None:
    assert embedded_parts({}) == {"postgres", "valkey", "stripe", "prodigi"}


def test_a_part_whose_address_is_given_is_not_started() -> None:
    given = {"DATABASE_URL": "postgresql://elsewhere/shop", "STRIPE_API_BASE": "http://elsewhere"}
    assert embedded_parts(given) == {"valkey", "prodigi"}
    told = shop_environment(given, embedded_parts(given), Path("/data"), PORTS, AnySecret())
    assert given.items() <= told.items()
    assert "STRIPE_API_KEY" not in told


def test_valkey_is_needed_unless_both_broker_and_cache_are_given() -> None:
    assert "valkey" in embedded_parts({"BROKER_URL": "amqp://elsewhere"})
    both = {"BROKER_URL": "redis://elsewhere/0", "CACHE_URL": "redis://elsewhere/1"}
    assert "valkey" not in embedded_parts(both)


def test_production_does_not_sell_through_simulators() -> None:
    with pytest.raises(CannotStart, match="STRIPE_API_BASE"):
        embedded_parts({"ENVIRONMENT": "production"})


def test_what_is_given_wins_and_what_is_empty_counts_as_not_given() -> None:
    given = settings_in({"TOKEN_SECRET": "mine", "DATABASE_URL": "", "HOME": "/home/me"})
    assert given == {"TOKEN_SECRET": "mine"}
    told = shop_environment(given, embedded_parts(given), Path("/data"), PORTS, AnySecret())
    assert told["TOKEN_SECRET"] == "mine"
    assert told["STORAGE_URL"] == "file:///data/assets"
    assert told["BROKER_URL"].endswith("@127.0.0.1:3/0")


def test_a_hurried_lab_takes_as_many_calls_for_each_order_as_a_real_one() -> None:
    told = shop_environment({}, embedded_parts({}), Path("/data"), PORTS, AnySecret(), 30.0)
    assert told["PRODIGI_CALLS_WINDOW_S"] == "2"
    assert "PRODIGI_CALLS_MAX" not in told


def test_the_budget_for_a_real_lab_is_left_alone() -> None:
    given = {"PRODIGI_API_BASE": "https://api.prodigi.com"}
    told = shop_environment(given, embedded_parts(given), Path("/data"), PORTS, AnySecret(), 30.0)
    assert "PRODIGI_CALLS_WINDOW_S" not in told
