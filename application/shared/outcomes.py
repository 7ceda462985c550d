"""What a call to the outside world can come to besides success, named by what may be done next."""

from dataclasses import dataclass, field


@dataclass(eq=False)
class OutsideTrouble(Exception):
    """`provider` is who failed, `detail` says how; neither holds secrets or buyers' data."""

    provider: str
    detail: str = ""
    retry_after_s: float | None = None
    facts: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.provider}: {self.detail}"


class Unavailable(OutsideTrouble):
    """Nothing happened there; the same call may be made again later."""


class Rejected(OutsideTrouble):
    """It was understood and refused; the same call will be refused again."""


class AnotherThere(Rejected):
    """The key stands for something there that is not what was meant: only a person can tell why."""


class OutcomeUnknown(OutsideTrouble):
    """It may or may not have happened: call again with the same key, or reconcile."""


class FailureStored(OutcomeUnknown):
    """It keeps its failure under this key and repeats it: only another key gets another answer."""
