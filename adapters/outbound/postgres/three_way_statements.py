"""One statement per kind of mismatch: payments, orders and production orders that disagree.

Each answers `subject`, `order_id` and `details`, and takes those of `production_before`,
`hold_before`, `lab_before` and `row_limit` that it names.
"""

from collections.abc import Iterable

from sqlalchemy import TextClause, text

from domain.fulfilment.status import FOLLOWABLE, NOT_BEGUN, DropshipStatus
from domain.orders.status import PRODUCIBLE, PRODUCTION_PATH, UNPAID, OrderStatus
from domain.reconciliation.repair import MismatchKind

OF_CANCELLED = """
    AND fact.order_id IN (SELECT id FROM orders WHERE status = 'cancelled' AND paid_at IS NOT NULL)
"""


def _money(of_some: str = "") -> str:
    """As domain/payments/sums.py has it, payment by payment: what names none belongs to the first
    that was captured, and a charge's sum counts only for what its refunds do not tell.
    """
    return f"""
    largest AS (
        SELECT fact.order_id, fact.kind, fact.object_id, max(fact.amount) AS amount,
               coalesce(nullif(fact.payment_intent_id, ''), (
                   SELECT min(captured.payment_intent_id COLLATE "C")
                   FROM payment_facts AS captured
                   WHERE captured.order_id = fact.order_id AND captured.kind = 'succeeded'
                     AND captured.payment_intent_id <> ''), '') AS payment
        FROM payment_facts AS fact
        WHERE fact.kind IN ('succeeded', 'refunded', 'refund_made', 'refund_failed')
          {of_some}
        GROUP BY fact.order_id, fact.kind, fact.object_id, payment
    ),
    told AS (
        SELECT order_id, payment, max(amount) AS amount,
               bool_or(kind = 'refund_failed') AS has_failed
        FROM largest WHERE kind IN ('refund_made', 'refund_failed')
        GROUP BY order_id, payment, object_id
    ),
    refunded AS (
        SELECT order_id, payment, sum(amount) AS asked,
               coalesce(sum(amount) FILTER (WHERE has_failed), 0) AS failed
        FROM told GROUP BY order_id, payment
    ),
    paid AS (
        SELECT order_id, payment,
               coalesce(sum(amount) FILTER (WHERE kind = 'succeeded'), 0) AS captured,
               coalesce(sum(amount) FILTER (WHERE kind = 'refunded'), 0) AS charged_back,
               min(object_id) FILTER (WHERE kind = 'succeeded') AS session_id
        FROM largest GROUP BY order_id, payment
    ),
    money AS (
        SELECT order_id, sum(captured) AS captured, min(session_id) AS session_id,
               sum(greatest(charged_back, coalesce(asked, 0)) - coalesce(failed, 0)) AS refunded
        FROM paid LEFT JOIN refunded USING (order_id, payment)
        GROUP BY order_id
    )
"""  # noqa: S608 - only constants of this module are put in


MONEY = _money()
AT_WORK = (DropshipStatus.SUBMITTED, DropshipStatus.ON_HOLD, DropshipStatus.IN_PRODUCTION)


def _listed(statuses: Iterable[str]) -> str:
    return ", ".join(f"'{status}'" for status in sorted(statuses))


PAID_NOT_MARKED = f"""
    WITH {MONEY}
    SELECT orders.id AS subject, orders.id AS order_id,
           jsonb_build_object('sessionId', money.session_id, 'status', orders.status) AS details
    FROM orders JOIN money ON money.order_id = orders.id
    WHERE orders.paid_at IS NULL AND orders.status IN ({_listed(UNPAID)})
      AND money.captured > money.refunded
    ORDER BY orders.placed_at LIMIT :row_limit
"""  # noqa: S608 - only constants of this module are put in

PAID_NOT_REQUESTED = f"""
    SELECT orders.id AS subject, orders.id AS order_id,
           jsonb_build_object('paidAt', orders.paid_at) AS details
    FROM orders
    WHERE orders.status IN ({_listed(PRODUCIBLE)}) AND orders.held_because IS NULL
      AND orders.paid_at < CAST(:production_before AS timestamptz)
      AND EXISTS (
        SELECT FROM order_lines WHERE order_lines.order_id = orders.id AND NOT EXISTS (
            SELECT FROM dropships WHERE dropships.order_id = orders.id
              AND dropships.line_id = order_lines.id))
    ORDER BY orders.paid_at LIMIT :row_limit
"""  # noqa: S608 - only constants of this module are put in

PAID_NOT_SUBMITTED = f"""
    SELECT dropships.id AS subject, orders.id AS order_id,
           jsonb_build_object('dropshipId', dropships.id, 'status', dropships.status) AS details
    FROM dropships JOIN orders ON orders.id = dropships.order_id
    WHERE dropships.status IN ('pending', 'submitting')
      -- What waits for the file of its design is told by whoever looks for the file.
      AND (dropships.status = 'submitting' OR dropships.tries > 0 OR dropships.request_body <> '')
      AND orders.status IN ({_listed(PRODUCIBLE)}) AND orders.held_because IS NULL
      AND orders.paid_at < CAST(:production_before AS timestamptz)
    ORDER BY orders.paid_at LIMIT :row_limit
"""  # noqa: S608 - only constants of this module are put in

PRODUCED_UNPAID = f"""
    SELECT dropships.id AS subject, orders.id AS order_id,
           jsonb_build_object(
               'dropshipId', dropships.id, 'orderStatus', orders.status,
               'providerOrderId', dropships.provider_order_id) AS details
    FROM dropships JOIN orders ON orders.id = dropships.order_id
    WHERE dropships.status IN ({_listed(AT_WORK)})
      AND dropships.cancellation IS NULL
      AND (orders.status IN ({_listed((OrderStatus.CANCELLED, OrderStatus.REFUNDED))})
           OR orders.paid_at IS NULL)
    ORDER BY orders.placed_at LIMIT :row_limit
"""  # noqa: S608 - only constants of this module are put in

# What came twice and went back once is in order; so is what was refunded in part on purpose, and
# what staff accepted.
AMOUNT_DIFFERS = f"""
    WITH {MONEY}
    SELECT orders.id AS subject, orders.id AS order_id,
           jsonb_build_object(
               'expected', orders.total::text, 'captured', money.captured::text,
               'refunded', money.refunded::text, 'currency', orders.currency) AS details
    FROM orders JOIN money ON money.order_id = orders.id
    WHERE orders.status IN ({_listed(PRODUCTION_PATH)}) AND orders.held_because IS NULL
      AND money.captured > 0 AND money.captured IS DISTINCT FROM orders.accepted_minor
      AND money.captured <> orders.total AND money.captured - money.refunded <> orders.total
    ORDER BY orders.paid_at LIMIT :row_limit
"""  # noqa: S608 - only constants of this module are put in

HELD_TOO_LONG = f"""
    SELECT orders.id AS subject, orders.id AS order_id,
           jsonb_build_object('heldBecause', orders.held_because) AS details
    FROM orders
    WHERE orders.held_because IS NOT NULL AND orders.status IN ({_listed(PRODUCIBLE)})
      AND orders.paid_at < CAST(:hold_before AS timestamptz)
    ORDER BY orders.paid_at LIMIT :row_limit
"""  # noqa: S608 - only constants of this module are put in

# What is intended counts as gone; by the order's own payment, as why_gone.py has it.
CANCELLED_NOT_REFUNDED = f"""
    WITH {_money(OF_CANCELLED)}
    SELECT orders.id AS subject, orders.id AS order_id,
           jsonb_build_object(
               'total', orders.total::text, 'captured', own.captured::text,
               'currency', orders.currency) AS details
    FROM orders
    LEFT JOIN paid AS own
      ON own.order_id = orders.id AND own.payment = coalesce(orders.payment_intent_id, '')
    LEFT JOIN refunded AS back ON back.order_id = orders.id AND back.payment = own.payment
    WHERE orders.status = 'cancelled' AND orders.paid_at IS NOT NULL
      AND NOT coalesce(own.captured > 0 AND own.captured <= coalesce((
              SELECT sum(asked.amount) FROM refunds AS asked
              WHERE asked.order_id = orders.id AND asked.state = 'intended'
                AND asked.payment_intent_id = own.payment), 0)
          + greatest(own.charged_back, coalesce(back.asked, 0)) - coalesce(back.failed, 0), false)
    ORDER BY orders.placed_at LIMIT :row_limit
"""  # noqa: S608 - only constants of this module are put in

# Taken by the lab and not begun, or not even readable there, while nothing happens to the order.
AT_LAB_TOO_LONG = f"""
    SELECT dropships.id AS subject, orders.id AS order_id,
           jsonb_build_object(
               'dropshipId', dropships.id, 'status', dropships.status,
               'providerOrderId', dropships.provider_order_id) AS details
    FROM dropships JOIN orders ON orders.id = dropships.order_id
    WHERE dropships.status IN ({_listed(FOLLOWABLE)}) AND dropships.cancellation IS NULL
      AND orders.paid_at < CAST(:lab_before AS timestamptz)
      AND orders.status IN ({_listed(PRODUCTION_PATH)}) AND orders.held_because IS NULL
      AND (dropships.checked_at < CAST(:lab_before AS timestamptz)
           OR dropships.status IN ({_listed(NOT_BEGUN)}) AND NOT EXISTS (
               SELECT FROM timeline WHERE timeline.order_id = orders.id
                 AND timeline.at >= CAST(:lab_before AS timestamptz)
                 AND timeline.event <> 'attention_closed'))
    ORDER BY orders.paid_at LIMIT :row_limit
"""  # noqa: S608 - only constants of this module are put in

JOB_DEAD = """
    SELECT jobs.id AS subject,
           (SELECT orders.id FROM orders WHERE orders.id = CASE
                WHEN jobs.payload->>'order_id' ~ '^[0-9a-f-]{36}$'
                THEN (jobs.payload->>'order_id')::uuid END) AS order_id,
           jobs.payload || jsonb_build_object('kind', jobs.kind, 'error', jobs.last_error)
               AS details
    FROM jobs WHERE jobs.state = 'dead' ORDER BY jobs.created_at LIMIT :row_limit
"""

STATEMENTS: dict[MismatchKind, TextClause] = {
    MismatchKind.PAID_NOT_MARKED: text(PAID_NOT_MARKED),
    MismatchKind.PAID_NOT_REQUESTED: text(PAID_NOT_REQUESTED),
    MismatchKind.PAID_NOT_SUBMITTED: text(PAID_NOT_SUBMITTED),
    MismatchKind.PRODUCED_UNPAID: text(PRODUCED_UNPAID),
    MismatchKind.AMOUNT_DIFFERS_FROM_LEDGER: text(AMOUNT_DIFFERS),
    MismatchKind.HELD_TOO_LONG: text(HELD_TOO_LONG),
    MismatchKind.CANCELLED_NOT_REFUNDED: text(CANCELLED_NOT_REFUNDED),
    MismatchKind.AT_LAB_TOO_LONG: text(AT_LAB_TOO_LONG),
    MismatchKind.JOB_DEAD: text(JOB_DEAD),
}
