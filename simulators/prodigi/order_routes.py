"""POST /orders, GET /orders and GET /orders/{id}."""

from litestar import Response, get, post
from litestar.types import ControllerRouterHandler

from simulators.prodigi.answers import succeeded
from simulators.prodigi.lab import Lab
from simulators.prodigi.list_filters import read_listing
from simulators.prodigi.placing import place_order
from simulators.prodigi.requests import AnyRequest, known_order, read_object


def order_routes(lab: Lab) -> list[ControllerRouterHandler]:
    @post("/v4.0/orders")
    async def create_order(request: AnyRequest) -> Response[bytes]:
        outcome, order = place_order(lab, await read_object(request))
        return succeeded(outcome, order=order)

    @get("/v4.0/orders")
    async def list_orders(request: AnyRequest) -> Response[bytes]:
        listing = read_listing(request.url.query)
        found = lab.orders.newest_first(listing.where, listing.top + 1, listing.skip)
        has_more = len(found) > listing.top
        next_url = f"{lab.settings.origin}/v4.0/Orders?{listing.next_query()}"
        return succeeded(
            "Ok",
            orders=[order.document for order in found[: listing.top]],
            hasMore=has_more,
            nextUrl=next_url if has_more else None,
        )

    @get("/v4.0/orders/{order_id:str}")
    async def get_order(order_id: str) -> Response[bytes]:
        return succeeded("Ok", order=known_order(lab, order_id).document)

    return [create_order, list_orders, get_order]
