"""The database that a model is compared with is that of the contract tests."""

from tests.contract.conftest import postgres_engine, servers

__all__ = ["postgres_engine", "servers"]
