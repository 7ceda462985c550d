"""An order's ledger: the money that came and went, one row for each thing that happened to it.

It is read from the facts, which only grow, so there is no second truth that could differ. What
the provider keeps for itself (its fees) is told by no event, and stands in no ledger of ours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.payments.facts import PaymentFact
from domain.payments.sums import PaymentSums, sums_of_each_payment
from domain.shared.money import Money


class EntryKind(StrEnum):
    PAYMENT = "payment"
    REFUND = "refund"
    REFUND_FAILED = "refund_failed"
    DISPUTE_WITHDRAWN = "dispute_withdrawn"
    DISPUTE_REINSTATED = "dispute_reinstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """`amount` is above zero where money came to the shop; `(kind, object_id)` is there once."""

    kind: EntryKind
    object_id: str
    payment_intent_id: str
    amount: Money
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Of one currency, in minor units. `net` is what the shop has of it."""

    currency: str
    captured: int
    refunded: int
    disputed: int

    @property
    def net(self) -> int:
        return self.captured - self.refunded - self.disputed


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    entries: tuple[LedgerEntry, ...]
    balances: tuple[Balance, ...]


def ledger_of(facts: Iterable[PaymentFact]) -> Ledger:
    """The same for every order and repetition of the facts, but for the moments they were seen."""
    known = list(facts)
    seen: dict[str, datetime] = {}
    currencies: dict[str, str] = {}
    for fact in known:
        seen[fact.object_id] = min(fact.seen_at, seen.get(fact.object_id, fact.seen_at))
        # A payment and all that becomes of it are in one currency.
        currencies.setdefault(fact.object_id, fact.amount.currency)
    entries: list[LedgerEntry] = []
    balances: dict[str, Balance] = {}
    for payment in sums_of_each_payment(known):
        for kind, object_id, amount in _rows(payment):
            entries.append(
                LedgerEntry(
                    kind=kind,
                    object_id=object_id,
                    payment_intent_id=payment.payment_intent_id,
                    amount=Money(amount, currencies[object_id]),
                    at=seen[object_id],
                )
            )
            currency = currencies[object_id]
            balance = balances.get(currency) or Balance(
                currency=currency, captured=0, refunded=0, disputed=0
            )
            balances[currency] = _with(balance, kind, amount)
    entries.sort(key=lambda entry: (entry.at, entry.kind, entry.object_id))
    return Ledger(
        entries=tuple(entries), balances=tuple(balances[name] for name in sorted(balances))
    )


def _rows(payment: PaymentSums) -> Sequence[tuple[EntryKind, str, int]]:
    rows = [(EntryKind.PAYMENT, session, sum_) for session, sum_ in payment.sessions.items()]
    rows += [(EntryKind.REFUND, refund, -sum_) for refund, sum_ in payment.refunds.items()]
    rows += [(EntryKind.REFUND_FAILED, refund, sum_) for refund, sum_ in payment.failed.items()]
    if payment.refunded_besides:
        # The charge shows more than the refunds that were told by themselves so far.
        charge = max(payment.charges, key=lambda each: (payment.charges[each], each))
        rows.append((EntryKind.REFUND, charge, -payment.refunded_besides))
    withdrawn, back = payment.withdrawn, payment.reinstated
    rows += [(EntryKind.DISPUTE_WITHDRAWN, dispute, -sum_) for dispute, sum_ in withdrawn.items()]
    rows += [(EntryKind.DISPUTE_REINSTATED, dispute, sum_) for dispute, sum_ in back.items()]
    return [row for row in rows if row[2]]


def _with(balance: Balance, kind: EntryKind, amount: int) -> Balance:
    is_refund = kind in (EntryKind.REFUND, EntryKind.REFUND_FAILED)
    is_dispute = kind in (EntryKind.DISPUTE_WITHDRAWN, EntryKind.DISPUTE_REINSTATED)
    return Balance(
        currency=balance.currency,
        captured=balance.captured + (amount if kind is EntryKind.PAYMENT else 0),
        refunded=balance.refunded - (amount if is_refund else 0),
        disputed=balance.disputed - (amount if is_dispute else 0),
    )
