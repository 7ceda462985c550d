"""What buyers do in a run: between them they take every step that the promise is about."""

from collections.abc import Awaitable, Callable

from tests.crash.shopper import Shopping

Scenario = Callable[[Shopping], Awaitable[None]]


async def buy(shopping: Shopping) -> None:
    _, email, checkout = await shopping.check_out()
    await shopping.at_stripe(f"sessions/{checkout['sessionId']}/pay")
    shopping.promised(email, checkout, "delivered")


async def walk_away(shopping: Shopping) -> None:
    """The page runs out, and nothing is made."""
    _, email, checkout = await shopping.check_out()
    await shopping.at_stripe(f"sessions/{checkout['sessionId']}/expire")
    shopping.promised(email, checkout, "expired")


async def change_ones_mind(shopping: Shopping) -> None:
    """Something else is put into the cart, so the first page may not be paid any more."""
    token, email, first = await shopping.check_out()
    cart = await shopping.ask(token, "GET", "/api/cart")
    line = cart["items"][0]["id"]
    await shopping.ask(token, "PATCH", f"/api/cart/items/{line}", json={"quantity": 2})
    second = await shopping.begin_paying(token, email)
    await shopping.at_stripe(f"sessions/{second['sessionId']}/pay")
    shopping.promised(email, first, "cancelled")
    shopping.promised(email, second, "delivered")


async def regret(shopping: Shopping) -> None:
    """Paid, and given back by staff while the print may be anywhere between here and the lab."""
    _, email, checkout = await shopping.check_out()
    await shopping.at_stripe(f"sessions/{checkout['sessionId']}/pay")
    wish = {"reason": "requested_by_customer"}
    path = f"/api/admin/orders/{checkout['orderId']}/refund"
    # Before the shop has heard of the payment this is a conflict, and asked again.
    told = await shopping.ask(shopping.staff_token, "POST", path, json=wish)
    is_stopped = told["production"] == "stopped"
    shopping.promised(email, checkout, "refunded", is_stopped=is_stopped)


SCENARIOS: tuple[Scenario, ...] = (buy, change_ones_mind, regret, buy, walk_away)
