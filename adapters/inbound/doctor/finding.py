"""What the doctor found, how bad it is, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`fix` is one sentence, what to set to what; empty when all is well."""

    check: str
    severity: Severity
    found: str
    fix: str = ""


def well(check: str, found: str) -> Finding:
    return Finding(check=check, severity=Severity.OK, found=found)


def warning(check: str, found: str, fix: str) -> Finding:
    return Finding(check=check, severity=Severity.WARNING, found=found, fix=fix)


def problem(check: str, found: str, fix: str) -> Finding:
    return Finding(check=check, severity=Severity.PROBLEM, found=found, fix=fix)
