"""No route is served whose access nobody has thought about: pages, schema and files included."""

from collections.abc import Iterator

import pytest
from litestar import HttpMethod, Litestar
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute

import bootstrap
from adapters.inbound.http.access import ACCESS, RATE, Access
from adapters.settings import Settings
from domain.resilience.rate_class import RateClass


@pytest.fixture(scope="module")
def app() -> Litestar:
    """With the pages, which production does not serve."""
    return bootstrap.build_http(Settings())


def handlers(app: Litestar) -> Iterator[tuple[str, BaseRouteHandler]]:
    for route in app.routes:
        served = route.route_handlers if isinstance(route, HTTPRoute) else [route.route_handler]
        for handler in served:
            methods = set(getattr(handler, "http_methods", {"any"}))
            # The framework answers OPTIONS itself.
            if methods != {HttpMethod.OPTIONS}:
                yield f"{' '.join(sorted(methods))} {route.path}", handler


def test_every_route_declares_who_may_use_it_and_how_often(app: Litestar) -> None:
    undeclared = [
        name
        for name, handler in handlers(app)
        if not isinstance(handler.opt.get(ACCESS), Access)
        or not isinstance(handler.opt.get(RATE), RateClass)
    ]
    assert undeclared == []


def test_pages_and_the_schema_are_among_the_routes(app: Litestar) -> None:
    """Or the test above would not have looked at them."""
    paths = {route.path for route in app.routes}
    assert {"/", "/mailbox", "/schema", "/schema/openapi.json", "/assets/{key:path}"} <= paths


def test_the_doorkeeper_stands_before_every_route(app: Litestar) -> None:
    for name, handler in handlers(app):
        assert len(handler.resolve_guards()) >= 1, name
