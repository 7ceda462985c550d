"""The hosted payment page, for a person with a browser."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from simulators.shared.routing import Answer, Call
from simulators.shared.store import transaction
from simulators.stripe.buyers import Buyer
from simulators.stripe.currencies import THREE_DECIMAL, ZERO_DECIMAL
from simulators.stripe.ledger import Ledger
from simulators.stripe.payments import declined_reason, pay_by_card, pay_later
from simulators.stripe.records import Record
from simulators.stripe.refusals import ApiRefusal

HTML = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src http: https:",
    ),
    ("X-Frame-Options", "DENY"),
]
ADDRESS = ("line1", "line2", "city", "state", "postal_code", "country")


class PayPage:
    """GET shows the form, POST presses one of its buttons."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._pages = Environment(
            loader=PackageLoader("simulators.stripe", "pages"),
            autoescape=True,
            undefined=StrictUndefined,
        )

    async def show(self, call: Call) -> Answer:
        """The form, or a plain word if there is nothing to pay."""
        session = self._find(call)
        if session is None or session["status"] != "open":
            return self._closed(session)
        return self._form(session, declined_reason(self._ledger, session), {})

    async def press(self, call: Call) -> Answer:
        """Pay, pay later or cancel; a second press after paying only redirects again."""
        session, form = self._find(call), call.form
        if session is None or session["status"] == "expired":
            return self._closed(session)
        if form.get("action") == "cancel" and session["cancel_url"]:
            return _redirect(session["cancel_url"])
        if session["status"] == "open":
            try:
                with transaction(self._ledger.store):
                    session = self._pay(session, form)
            except ApiRefusal as refusal:
                return self._form(session, str(refusal), form, status=402)
            if session["status"] == "open":
                return self._form(session, declined_reason(self._ledger, session), form, status=402)
        return _redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))

    def _pay(self, session: Record, form: dict[str, str]) -> Record:
        buyer = Buyer(
            email=form.get("email") or None,
            name=form.get("name") or None,
            phone=form.get("phone") or None,
            address={name: form.get(name, "") for name in ADDRESS},
            shipping_rate=form.get("shipping_rate"),
        )
        if form.get("action") == "delayed":
            return pay_later(self._ledger, session, buyer)
        return pay_by_card(self._ledger, session, form.get("card_number", ""), buyer)

    def _find(self, call: Call) -> Record | None:
        return self._ledger.records.find("checkout.session", call.fields["id"])

    def _form(
        self, session: Record, message: str | None, filled: dict[str, str], status: int = 200
    ) -> Answer:
        rates = [
            self._ledger.records.get("shipping_rate", option["shipping_rate"])
            for option in session["shipping_options"]
        ]
        wanted = session["shipping_address_collection"]
        page = self._pages.get_template("pay.html").render(
            session=session,
            items=self._ledger.records.line_items(session["id"]),
            rates=rates,
            countries=wanted["allowed_countries"] if wanted else [],
            message=message,
            filled=filled,
            money=lambda amount: money(amount, session["currency"]),
        )
        return Answer(status, page.encode(), HTML)

    def _closed(self, session: Record | None) -> Answer:
        page = self._pages.get_template("closed.html").render(session=session)
        return Answer(404 if session is None else 410, page.encode(), HTML)


def money(amount: int, currency: str) -> str:
    """Such as `GBP 25.00`, with the decimals that the currency has."""
    places = 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
    return f"{currency.upper()} {amount / 10**places:,.{places}f}"


def _redirect(address: str) -> Answer:
    return Answer(303, b"", [("Location", address), ("Cache-Control", "no-store")])
