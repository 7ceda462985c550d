"""No route reads a body without end."""

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

import bootstrap
from adapters.settings import Settings
from tests.architecture.test_declared_access import handlers

SETTINGS = Settings()
LARGEST = max(
    SETTINGS.request_bytes_max, SETTINGS.stripe_webhook_bytes_max, 2 * SETTINGS.picture_bytes_max
)


@pytest.fixture(scope="module")
def app() -> Litestar:
    return bootstrap.build_http(SETTINGS)


def test_every_route_has_a_limit_of_its_own_or_the_shops(app: Litestar) -> None:
    limits = {
        name: handler.resolve_request_max_body_size()
        for name, handler in handlers(app)
        if isinstance(handler, HTTPRouteHandler)
    }
    assert limits["POST /api/webhooks/stripe"] == SETTINGS.stripe_webhook_bytes_max
    assert limits["POST /api/checkout/create-session"] == SETTINGS.request_bytes_max
    assert [name for name, limit in limits.items() if limit is None or limit > LARGEST] == []
