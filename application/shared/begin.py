"""How a use case opens a unit of work."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

W = TypeVar("W", covariant=True)


class Begin(Protocol[W]):
    """`async with begin() as work` opens a transaction; `begin(reading=True)` works outside one.

    A reading work costs no BEGIN and no COMMIT. Every statement in it stands for itself, so it must
    change nothing, unless by one statement that is whole by itself and says so.
    """

    def __call__(self, *, reading: bool = False) -> AbstractAsyncContextManager[W]: ...
