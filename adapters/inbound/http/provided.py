"""How a route names what it is given: a use case, or the guarded one that stands in for it."""

from typing import Annotated, TypeAlias, TypeVar

from litestar.di import NamedDependency
from litestar.params import SkipValidationMarker

T = TypeVar("T")

# Not validated: a guard has the use case's call but not its class.
Provided: TypeAlias = Annotated[NamedDependency[T], SkipValidationMarker()]
