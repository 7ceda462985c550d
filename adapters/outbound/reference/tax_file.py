"""Reads the dated table of standard rates; a new rate is one more entry with its first day."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec

from domain.pricing.tax import TaxRate, TaxTable

FILE = Path(__file__).with_name("tax_rates.json")


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    since: date
    percent: Decimal
    name: str


def read_taxes(path: Path = FILE) -> TaxTable:
    """Raises msgspec.ValidationError for a file that says something else."""
    file = msgspec.json.decode(path.read_bytes(), type=dict[str, list[_Entry]])
    return TaxTable(
        {
            country: tuple(
                (entry.since, TaxRate(percent=entry.percent, name=entry.name))
                for entry in sorted(entries, key=lambda entry: entry.since)
            )
            for country, entries in file.items()
        }
    )
