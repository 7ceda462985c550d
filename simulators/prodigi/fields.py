"""Reading a JSON object strictly: every failure is kept under its JSON path, none is raised."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from simulators.prodigi.answers import Failures
from simulators.prodigi.wire import Document, same_word

EMPTY = "MustNotBeEmptyOrWhitespace"


@dataclass(slots=True)
class Fields:
    """One object of a request. Names that nobody read are refused by `close`."""

    values: Document
    failures: Failures = field(default_factory=dict)
    path: str = ""
    _read: set[str] = field(default_factory=set)

    def fail(self, name: str, code: str, provided: Any) -> None:
        failure = {"code": code, "providedValue": provided}
        self.failures.setdefault(self.path_of(name), []).append(failure)

    def path_of(self, name: str) -> str:
        return ".".join(part for part in (self.path, name) if part)

    def value(self, name: str) -> Any:
        self._read.add(name)
        return self.values.get(name)

    def text(self, name: str, *, required: bool = False, longest: int = 2000) -> str | None:
        """An optional text may be null or absent, but never empty: "" is refused."""
        given = self.value(name)
        if given is None and not required:
            return None
        if given is None or (isinstance(given, str) and not given.strip()):
            self.fail(name, EMPTY, given)
        elif not isinstance(given, str):
            self.fail(name, "MustBeAString", given)
        elif len(given) > longest:
            self.fail(name, "MustNotBeTooLong", given[:100])
        else:
            return given
        return None

    def choice(self, name: str, allowed: tuple[str, ...], *, required: bool = False) -> str | None:
        given = self.text(name, required=required)
        if given is None:
            return None
        found = next((word for word in allowed if same_word(word, given)), None)
        if found is None:
            self.fail(name, "MustBeAValidValue", given)
        return found

    def count(self, name: str, *, required: bool = False) -> int | None:
        given = self.value(name)
        if given is None and not required:
            return None
        if not isinstance(given, int) or isinstance(given, bool) or given < 1:
            self.fail(name, "MustBeAWholeNumberGreaterThanZero", given)
            return None
        return given

    def record(self, name: str, *, required: bool = False) -> "Fields | None":
        given = self.value(name)
        if isinstance(given, dict):
            return Fields(given, self.failures, self.path_of(name))
        if given is not None or required:
            self.fail(name, "MustBeAnObject" if given is not None else "MustNotBeNull", given)
        return None

    def records(self, name: str) -> Iterator["Fields"]:
        """The objects of a list that must hold at least one."""
        given = self.value(name)
        if not isinstance(given, list) or not given:
            self.fail(name, "MustNotBeEmpty", given)
            return
        for index, element in enumerate(given):
            if isinstance(element, dict):
                yield Fields(element, self.failures, f"{self.path_of(name)}[{index}]")
            else:
                self.fail(f"{name}[{index}]", "MustBeAnObject", element)

    def close(self) -> None:
        """Stricter than the real API, which ignores unknown names: a misspelt one must show."""
        for name in self.values.keys() - self._read:
            self.fail(name, "UnknownField", self.values[name])
