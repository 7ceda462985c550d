"""The servers of the contract tests, for faults that only a real one shows."""

from tests.contract.conftest import persistence, postgres_engine, servers

__all__ = ["persistence", "postgres_engine", "servers"]
