"""The unit of work: everything inside happens together when committed, or not at all."""

from typing import Protocol


class Work(Protocol):
    """Opened with `async with begin() as work`; leaving it without commit() undoes it.

    Each area asks for a narrower protocol with the collections it uses; one adapter satisfies all.
    """

    async def commit(self) -> None:
        """Make it durable. Raises OutcomeUnknown when the database was lost while committing."""
        ...
