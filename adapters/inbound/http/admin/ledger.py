"""How an order's ledger looks to staff."""

from datetime import datetime
from typing import Self

from adapters.inbound.http.answers import Answer, MoneyAnswer
from application.payments.read_ledger import OrderLedger
from domain.payments.ledger import Balance, LedgerEntry
from domain.payments.refund import Refund
from domain.shared.money import Money


class LedgerEntryAnswer(Answer):
    """`amount` is above zero where money came to the shop."""

    kind: str
    object_id: str
    payment_intent_id: str
    amount: MoneyAnswer
    at: datetime

    @classmethod
    def of(cls, entry: LedgerEntry) -> Self:
        return cls(
            kind=entry.kind.value,
            object_id=entry.object_id,
            payment_intent_id=entry.payment_intent_id,
            amount=MoneyAnswer.of(entry.amount),
            at=entry.at,
        )


class BalanceAnswer(Answer):
    captured: MoneyAnswer
    refunded: MoneyAnswer
    disputed: MoneyAnswer
    net: MoneyAnswer

    @classmethod
    def of(cls, balance: Balance) -> Self:
        def money(amount: int) -> MoneyAnswer:
            return MoneyAnswer.of(Money(amount, balance.currency))

        return cls(
            captured=money(balance.captured),
            refunded=money(balance.refunded),
            disputed=money(balance.disputed),
            net=money(balance.net),
        )


class AskedRefundAnswer(Answer):
    """A refund that we asked for; `state` is intended, made or refused."""

    purpose: str
    state: str
    amount: MoneyAnswer
    reason: str
    note: str
    actor: str
    intended_at: datetime
    refund_id: str | None
    problem: str | None

    @classmethod
    def of(cls, refund: Refund) -> Self:
        return cls(
            purpose=refund.purpose,
            state=refund.state.value,
            amount=MoneyAnswer.of(refund.amount),
            reason=refund.reason.value,
            note=refund.note,
            actor=refund.actor,
            intended_at=refund.intended_at,
            refund_id=refund.refund_id,
            problem=refund.problem,
        )


class LedgerAnswer(Answer):
    """`mismatches` says in words what does not sum up; it is empty where all is well."""

    entries: list[LedgerEntryAnswer]
    balances: list[BalanceAnswer]
    refunds: list[AskedRefundAnswer]
    mismatches: list[str]

    @classmethod
    def of(cls, read: OrderLedger) -> Self:
        return cls(
            entries=[LedgerEntryAnswer.of(entry) for entry in read.ledger.entries],
            balances=[BalanceAnswer.of(balance) for balance in read.ledger.balances],
            refunds=[AskedRefundAnswer.of(refund) for refund in read.refunds],
            mismatches=list(read.mismatches),
        )
