"""Which calls and which webhook deliveries go wrong, how, and how often."""

import random
import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Any, Literal

import msgspec

STATUS = re.compile(r"status_([45]\d\d)(?:_(before|after|stored))?")
NAMED = {"latency", "hang", "reset", "garbage"}


class Match(msgspec.Struct, forbid_unknown_fields=True):
    """Every field that is given must fit; `*` in a path or a type stands for anything."""

    method: str = "*"
    path: str = "*"
    # The kind of a webhook event, such as `checkout.session.completed`.
    type: str = "*"


class FaultRule(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """One rule, as it is written in the control API; `times` counts down, absent means always."""

    match: Match = msgspec.field(default_factory=Match)
    fault: str | None = None
    webhook: Literal["drop", "duplicate", "reorder", "delay"] | None = None
    when: Literal["before", "during", "after"] = "before"
    seconds: float | None = None
    times: int | None = None
    probability: float = 1.0
    # How many copies `duplicate` sends in all.
    copies: int = 2

    def __post_init__(self) -> None:
        if (self.fault is None) == (self.webhook is None):
            raise ValueError("a rule has exactly one of `fault` and `webhook`")
        if self.fault and self.fault not in NAMED and not STATUS.fullmatch(self.fault):
            raise ValueError(f"unknown fault {self.fault!r}")

    @property
    def status(self) -> int | None:
        """The status that is answered instead of the right one, if it is that sort of fault."""
        found = STATUS.fullmatch(self.fault or "")
        return int(found[1]) if found else None

    @property
    def moment(self) -> str:
        """`before`, `during` or `after` the effect; `stored` for a failure that is remembered."""
        found = STATUS.fullmatch(self.fault or "")
        return (found[2] or "before") if found else self.when


class FaultRules:
    """The rules in force; a rule that matches is used up by one."""

    def __init__(self) -> None:
        self._rules: list[FaultRule] = []

    def replace(self, rules: Sequence[FaultRule]) -> None:
        """Forget all rules and take these; an empty sequence makes everything work again."""
        self._rules = list(rules)

    def as_data(self) -> Any:
        """The rules as JSON-ready data, with the `times` that are left."""
        return msgspec.to_builtins(self._rules)

    def take_for_call(self, method: str, path: str) -> FaultRule | None:
        """The first rule for this API call, used up by one."""
        for rule in self._rules:
            fits = fnmatchcase(method, rule.match.method) and fnmatchcase(path, rule.match.path)
            if rule.fault and fits and self._strikes(rule):
                return rule
        return None

    def take_for_webhook(self, event_type: str) -> FaultRule | None:
        """The first rule for this webhook delivery, used up by one."""
        for rule in self._rules:
            if rule.webhook and fnmatchcase(event_type, rule.match.type) and self._strikes(rule):
                return rule
        return None

    def _strikes(self, rule: FaultRule) -> bool:
        if rule.times is not None and rule.times <= 0:
            return False
        if random.random() >= rule.probability:  # noqa: S311 (chance, not a secret)
            return False
        if rule.times is not None:
            rule.times -= 1
        return True
