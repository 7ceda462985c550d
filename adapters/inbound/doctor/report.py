"""The findings for people, for machines, and as an exit code."""

import json
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from adapters.inbound.doctor.finding import Finding, Severity


def exit_code(findings: Sequence[Finding]) -> int:
    """1 for any problem; warnings alone are 0."""
    return int(any(finding.severity is Severity.PROBLEM for finding in findings))


def as_json(findings: Sequence[Finding]) -> str:
    return json.dumps(
        {"healthy": exit_code(findings) == 0, "findings": [asdict(each) for each in findings]},
        indent=2,
        ensure_ascii=False,
    )


def as_table(findings: Sequence[Finding], columns: int) -> str:
    """Aligned; a fix stands below what it mends."""
    checks = max((len(finding.check) for finding in findings), default=0)
    severities = max(len(severity) for severity in Severity)
    margin = " " * (2 + severities + 2 + checks + 2)
    lines = []
    for finding in findings:
        start = f"  {finding.severity:<{severities}}  {finding.check:<{checks}}  "
        lines += _wrapped(finding.found, start, margin, columns)
        if finding.fix:
            lines += _wrapped(finding.fix, f"{margin}→ ", f"{margin}  ", columns)
    return "\n".join([*lines, "", f"  {_summary(findings)}"])


def _wrapped(text: str, start: str, margin: str, columns: int) -> list[str]:
    return textwrap.wrap(
        text,
        width=max(columns, len(margin) + 40),
        initial_indent=start,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [start]


def _summary(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    told = [
        f"{counts[severity]} {word if counts[severity] == 1 else plural}"
        for severity, word, plural in (
            (Severity.OK, "ok", "ok"),
            (Severity.WARNING, "warning", "warnings"),
            (Severity.PROBLEM, "problem", "problems"),
        )
        if counts[severity]
    ]
    return ", ".join(told)
