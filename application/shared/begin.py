"""How a use case opens a unit of work."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

W = TypeVar("W", covariant=True)


class Begin(Protocol[W]):
    """`async with begin() as work` opens a transaction; `begin(reading=True)` reads outside one.

    A reading work costs no BEGIN and no COMMIT, and must not change anything.
    """

    def __call__(self, *, reading: bool = False) -> AbstractAsyncContextManager[W]: ...
