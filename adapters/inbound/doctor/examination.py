"""All checks at the same time, each with a time limit, so that one black hole delays nobody."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from adapters.inbound.doctor.finding import Finding, problem
from adapters.inbound.doctor.unsaid import Unsaid
from application.shared.outcomes import OutsideTrouble

Look = Callable[[], Awaitable[Sequence[Finding]]]


@dataclass(frozen=True, slots=True)
class Check:
    """`fix` is for when the look itself fails: no answer, or one without sense."""

    name: str
    look: Look
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    checks: Sequence[Check]
    timeout_s: float
    unsaid: Unsaid

    async def __call__(self) -> list[Finding]:
        """In the order of the checks; never raises for what a check stumbles over."""
        found = await asyncio.gather(*(self._carried_out(check) for check in self.checks))
        return [self._discreet(finding) for findings in found for finding in findings]

    async def _carried_out(self, check: Check) -> Sequence[Finding]:
        try:
            async with asyncio.timeout(self.timeout_s):
                return await check.look()
        except TimeoutError:
            return [problem(check.name, f"no answer within {self.timeout_s:g} s", check.fix)]
        except Exception as error:  # noqa: BLE001 - whatever it is, the doctor's job is to tell it
            return [problem(check.name, _in_words(error), check.fix)]

    def _discreet(self, finding: Finding) -> Finding:
        return replace(
            finding,
            found=self.unsaid.without_secrets(finding.found),
            fix=self.unsaid.without_secrets(finding.fix),
        )


def _in_words(error: Exception) -> str:
    """One line: what follows in a database's error may repeat a statement."""
    if isinstance(error, OutsideTrouble):
        return f"cannot be used: {error.detail}"
    said = str(error).partition("\n")[0].strip()
    name = type(error).__name__
    return f"{name}: {said}" if said else name
