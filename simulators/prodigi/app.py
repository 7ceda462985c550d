"""The simulator as one ASGI application: routes within, layers of the front desk around them."""

import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException, MethodNotAllowedException, NotFoundException

from simulators.prodigi.action_routes import action_routes
from simulators.prodigi.answers import Refusal, on_refusal, refused
from simulators.prodigi.control_routes import control_routes
from simulators.prodigi.front_desk import (
    injected_error,
    with_front_desk,
    with_key_record,
    with_one_spelling,
)
from simulators.prodigi.lab import Lab, open_lab
from simulators.prodigi.order_routes import order_routes
from simulators.prodigi.page_routes import page_routes
from simulators.prodigi.rate_limit import RateLimit
from simulators.prodigi.settings import Settings
from simulators.prodigi.shop_routes import shop_routes
from simulators.shared.asgi import ASGIApp
from simulators.shared.faults import with_faults
from simulators.shared.request_log import with_request_log

log = logging.getLogger(__name__)


def build_app(settings: Settings) -> ASGIApp:
    lab = open_lab(settings)
    rate_limit = RateLimit(settings.rate_limit, settings.rate_window_s)
    app: ASGIApp = with_front_desk(_routes(lab), settings.api_key, rate_limit)
    app = with_faults(app, lab.rules, error_answer=injected_error)
    app = with_key_record(app, lab.keys)
    app = with_request_log(app, lab.database.connection)
    return with_one_spelling(app)


def _routes(lab: Lab) -> Litestar:
    @contextlib.asynccontextmanager
    async def at_work(_: Litestar) -> AsyncIterator[None]:
        async with lab.at_work():
            yield

    return Litestar(
        route_handlers=[
            *order_routes(lab),
            *action_routes(lab),
            *shop_routes(lab),
            *control_routes(lab),
            *page_routes(lab),
        ],
        lifespan=[at_work],
        exception_handlers={
            Refusal: on_refusal,
            MethodNotAllowedException: _method_not_allowed,
            NotFoundException: _endpoint_does_not_exist,
            HTTPException: _general_refusal,
            Exception: _internal_server_error,
        },
        openapi_config=None,
        logging_config=None,
    )


AnyRequest = Request[Any, Any, Any]


def _method_not_allowed(_: AnyRequest, __: Exception) -> Response[bytes]:
    return refused(Refusal(405, "MethodNotAllowed"))


def _endpoint_does_not_exist(_: AnyRequest, __: Exception) -> Response[bytes]:
    return refused(Refusal(404, "EndpointDoesNotExist"))


def _general_refusal(_: AnyRequest, error: HTTPException) -> Response[bytes]:
    return refused(Refusal(error.status_code, "ValidationFailed"))


def _internal_server_error(request: AnyRequest, error: Exception) -> Response[bytes]:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return refused(Refusal(500, "InternalServerError"))
