"""Ports and secrets are chosen once and found again."""

import socket
from pathlib import Path

from adapters.inbound.supervisor.kept_secrets import kept_secrets
from adapters.inbound.supervisor.ports import kept_ports


def test_ports_are_chosen_once(tmp_path: Path) -> None:
    first = kept_ports(tmp_path / "ports.json", ["postgres", "valkey"])
    assert first["postgres"] != first["valkey"]
    assert kept_ports(tmp_path / "ports.json", ["postgres", "valkey"]) == first


def test_only_a_port_that_somebody_took_is_chosen_again(tmp_path: Path) -> None:
    first = kept_ports(tmp_path / "ports.json", ["postgres", "valkey"])
    with socket.socket() as taker:
        taker.bind(("127.0.0.1", first["postgres"]))
        taker.listen()
        second = kept_ports(tmp_path / "ports.json", ["postgres", "valkey"])
    assert second["postgres"] != first["postgres"]
    assert second["valkey"] == first["valkey"]


def test_secrets_are_drawn_once_and_readable_by_their_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    first = kept_secrets(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert kept_secrets(file) == first
    assert first["stripe_api_key"].startswith("sk_test_")
    assert first["stripe_webhook_secret"].startswith("whsec_")
    assert len(set(first.values())) == len(first)
