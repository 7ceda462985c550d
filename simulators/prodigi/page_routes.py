"""The page at `/` on which people who play with the shop watch their prints being made."""

from functools import cache
from pathlib import Path

import jinja2
from litestar import Response, get
from litestar.types import ControllerRouterHandler

from simulators.prodigi.lab import Lab

_ORDERS_SHOWN_MAX = 100


@cache
def _template() -> jinja2.Template:
    source = Path(__file__).with_name("orders.html").read_text("utf-8")
    return jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(source)


def page_routes(lab: Lab) -> list[ControllerRouterHandler]:
    @get("/")
    async def orders_page() -> Response[str]:
        orders = lab.orders.newest_first([], _ORDERS_SHOWN_MAX, 0)
        page = _template().render(orders=orders, factor=lab.dials.read("time_factor", 1.0))
        return Response(
            page,
            media_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"},
        )

    return [orders_page]
