"""The books of a quiet shop: one order was delivered, one refunded before it was printed."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid5

from tests.crash.books import Books, Row
from tests.crash.shopper import Promise, Repeat

NAMES = UUID("0f5a1f5e-5d0c-4a55-9a33-6b2f2f6f1a10")
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TOTAL = 5025
RENDER = uuid5(NAMES, "render")
MD5 = "9e107d9d372bb6826bd81d3542a419d6"
DELIVERED = ("draft", "awaiting_payment", "paid", "in_production", "shipped", "delivered")
REFUNDED = ("draft", "awaiting_payment", "paid", "refunded")


def healthy_books() -> Books:
    orders = [_order("PP-1", "delivered"), _order("PP-2", "refunded")]
    bought, refunded = (order["id"] for order in orders)
    told = "order_confirmed"
    return Books(
        read_at=NOON + timedelta(minutes=5),
        tables={
            "orders": orders,
            "order_lines": [
                {"id": uuid5(bought, "line"), "order_id": bought, "render_id": RENDER},
                {"id": uuid5(refunded, "line"), "order_id": refunded, "render_id": None},
            ],
            "renders": [{"id": RENDER, "status": "completed", "md5": MD5}],
            "checkout_sessions": [
                {"order_id": order["id"], "session_id": f"cs_{order['number']}"} for order in orders
            ],
            "payment_facts": [
                *(_fact(order, "succeeded", f"pi_{order['number']}") for order in orders),
                _fact(orders[1], "refund_made", "re_1"),
            ],
            "dropships": [_print(bought, "complete", "ord_1"), _print(refunded, "cancelled", None)],
            "timeline": [*_timeline(bought, DELIVERED), *_timeline(refunded, REFUNDED)],
            "jobs": [_job("done"), _job("leased")],
            "mails": [
                {
                    "id": uuid5(NAMES, f"mail {order['number']}"),
                    "order_id": order["id"],
                    "template": told,
                    "dedupe_key": f"{told}:{order['id']}",
                    "sent_at": NOON,
                }
                for order in orders
            ],
            "refunds": [{"id": uuid5(NAMES, "refund"), "order_id": refunded, "state": "made"}],
        },
        inbox=frozenset({"evt_1", f"{_print_id(bought)}:evt_lab"}),
        sessions=[
            {
                "id": f"cs_{order['number']}",
                "client_reference_id": str(order["id"]),
                "payment_status": "paid",
            }
            for order in orders
        ],
        intents=[{"id": f"pi_{order['number']}", "amount_received": TOTAL} for order in orders],
        refunds=[{"payment_intent": "pi_PP-2", "amount": TOTAL, "status": "succeeded"}],
        events=["evt_1"],
        requests=[_asked(order) for order in orders],
        prints=[{"id": "ord_1", "idempotencyKey": _key(bought)}],
        posts={_key(bought): {"bodiesEqual": True}},
        callbacks=[{"eventId": "evt_lab", "url": f"https://shop.example/{_token(bought)}"}],
        mails=[_mail(order) for order in orders],
        promises=[
            _promise(orders[0], "delivered", is_stopped=False),
            _promise(orders[1], "refunded", is_stopped=True),
        ],
        repeats=[Repeat(request="POST /api/cart", first={"version": 1}, again={"version": 1})],
        complaints=[],
        logs='{"event": "done"}\n',
        secrets=["a-very-secret-key"],
    )


def _order(number: str, status: str) -> Row:
    return {
        "id": uuid5(NAMES, number),
        "number": number,
        "status": status,
        "total": TOTAL,
        "paid_at": NOON,
        "held_because": None,
        "payment_intent_id": f"pi_{number}",
    }


def _fact(order: Row, kind: str, object_id: str) -> Row:
    return {"order_id": order["id"], "kind": kind, "object_id": object_id, "amount": TOTAL}


def _print(order_id: UUID, status: str, provider_order_id: str | None) -> Row:
    return {
        "id": _print_id(order_id),
        "order_id": order_id,
        "line_id": uuid5(order_id, "line"),
        "fulfilment_no": 1,
        "idempotency_key": _key(order_id),
        "callback_token": _token(order_id),
        "status": status,
        "provider_order_id": provider_order_id,
        "request_body": f'{{"md5Hash": "{MD5}"}}'.encode(),
    }


def _print_id(order_id: UUID) -> UUID:
    return uuid5(order_id, "print")


def _key(order_id: UUID) -> str:
    return str(uuid5(order_id, "key"))


def _token(order_id: UUID) -> str:
    return f"token-{order_id}"


def _timeline(order_id: UUID, statuses: tuple[str, ...]) -> list[Row]:
    return [
        {"id": place, "order_id": order_id, "before": before, "after": after, "data": "{}"}
        for place, (before, after) in enumerate(zip((None, *statuses), statuses, strict=False))
    ]


def _job(state: str) -> Row:
    return {
        "dedupe_key": f"job-{state}",
        "state": state,
        "run_at": NOON,
        "lease_until": NOON + timedelta(minutes=6) if state == "leased" else None,
        "last_error": None,
    }


def _asked(order: Row) -> Row:
    return {
        "method": "POST",
        "path": "/v1/checkout/sessions",
        "idempotency_key": f"checkout-{order['id']}",
        "body": f"client_reference_id={order['id']}",
    }


def _mail(order: Row) -> EmailMessage:
    mail = EmailMessage()
    mail["Message-ID"] = f"<{order['number']}@shop.example>"
    mail["To"], mail["Subject"] = "ada@shop.example", f"Your order {order['number']}"
    mail["X-Template"] = "order_confirmed"
    return mail


def _promise(order: Row, ends: str, **more: Any) -> Promise:
    return Promise(
        order_id=str(order["id"]),
        order_number=order["number"],
        session_id=f"cs_{order['number']}",
        email="ada@shop.example",
        ends=ends,
        **more,
    )
