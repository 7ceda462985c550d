"""The HTTP application: routes, error table, limits, and who provides what they ask for."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from litestar import Litestar, Router
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import ControllerRouterHandler

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.addresses import AddressController
from adapters.inbound.http.admin.attention import AttentionController
from adapters.inbound.http.admin.jobs import JobController
from adapters.inbound.http.admin.orders import StaffOrderController
from adapters.inbound.http.admin.prints import StaffPrintController
from adapters.inbound.http.admin.refunds import StaffRefundController
from adapters.inbound.http.assets import AssetsController
from adapters.inbound.http.begun_checkouts import BegunCheckoutController
from adapters.inbound.http.carts.batches import cart_batch_routes
from adapters.inbound.http.carts.merges import CartMergeController
from adapters.inbound.http.carts.records import CartRecordController
from adapters.inbound.http.carts.routes import CartUseCases, cart_routes
from adapters.inbound.http.carts.staff import StaffCartController
from adapters.inbound.http.catalog import CatalogController
from adapters.inbound.http.checkout import CheckoutController
from adapters.inbound.http.credentials import Credentials, idempotency_key, retry
from adapters.inbound.http.curated_pictures import CuratedController, CuratedStaffController
from adapters.inbound.http.designs.jobs import RenderJobController, StaffRenderController
from adapters.inbound.http.designs.previews import PreviewController
from adapters.inbound.http.designs.routes import DesignsController, TemplatesController
from adapters.inbound.http.designs.updates import JobUpdates, update_routes
from adapters.inbound.http.documented import document_refusals
from adapters.inbound.http.doorkeeper import Doorkeeper
from adapters.inbound.http.errors import HANDLERS
from adapters.inbound.http.identity.accounts import AccountController
from adapters.inbound.http.identity.accounts_elsewhere import closed_by_issuer
from adapters.inbound.http.identity.address_book import AddressBookController
from adapters.inbound.http.identity.data_rights import DataRightsController
from adapters.inbound.http.identity.guests import IdentityController
from adapters.inbound.http.identity.profiles import ProfileController
from adapters.inbound.http.identity.sessions import SessionController
from adapters.inbound.http.identity.set_cookies import ACCESS, SetCookies
from adapters.inbound.http.identity.users import UserController
from adapters.inbound.http.media import PicturesController, picture_routes
from adapters.inbound.http.operations import OperationsController
from adapters.inbound.http.placed_orders import PlacedOrderController
from adapters.inbound.http.private_answers import keep_private
from adapters.inbound.http.readable_request import ReadableRequest
from adapters.inbound.http.request_id import RequestIds
from adapters.inbound.http.resumable_uploads import resumable_upload_routes
from adapters.inbound.http.shipping_quotes import ShippingQuotesController
from adapters.inbound.http.tus_headers import SayVersion
from adapters.inbound.http.unread_body import UnreadBody
from adapters.inbound.http.webhooks import WebhookController
from adapters.inbound.web.api_page import ApiPage
from adapters.settings import Settings
from domain.resilience.rate_class import RateClass

Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]

CONTROLLERS: tuple[ControllerRouterHandler, ...] = (
    AccountController,
    AddressBookController,
    AddressController,
    AssetsController,
    AttentionController,
    CartRecordController,
    CartMergeController,
    CatalogController,
    CheckoutController,
    BegunCheckoutController,
    CuratedController,
    CuratedStaffController,
    DataRightsController,
    DesignsController,
    IdentityController,
    JobController,
    OperationsController,
    PicturesController,
    PlacedOrderController,
    PreviewController,
    ProfileController,
    RenderJobController,
    SessionController,
    ShippingQuotesController,
    StaffCartController,
    StaffRefundController,
    StaffRenderController,
    StaffPrintController,
    StaffOrderController,
    TemplatesController,
    UserController,
)

SCHEMES = {
    "bearer": SecurityScheme(
        type="http", scheme="bearer", description="A guest's token, or a log-in's access token."
    ),
    "cookie": SecurityScheme(
        type="apiKey",
        security_scheme_in="cookie",
        name=ACCESS,
        description="For browsers; changes also need the header X-CSRF-Token.",
    ),
}


def make_app(
    settings: Settings,
    provided: Mapping[str, Callable[[], Any]],
    carts: CartUseCases,
    credentials: Credentials,
    doorkeeper: Doorkeeper,
    updates: JobUpdates,
    lifespan: Lifespan,
    pages: tuple[ControllerRouterHandler, ...] = (),
) -> Litestar:
    """`provided` makes each use case by the name that routes ask for it."""
    dependencies = {name: _provide(make) for name, make in provided.items()}
    dependencies["owner"] = Provide(credentials.owner, sync_to_thread=False)
    dependencies["caller"] = Provide(credentials.caller, sync_to_thread=False)
    dependencies["idempotency_key"] = Provide(idempotency_key)
    dependencies["retry"] = Provide(retry)
    routes = (
        *CONTROLLERS,
        cart_routes(carts, credentials),
        cart_batch_routes(carts, credentials),
        update_routes(updates),
        picture_routes(picture_bytes_max=settings.picture_bytes_max),
        resumable_upload_routes(picture_bytes_max=settings.picture_bytes_max),
        Router(
            "/",
            route_handlers=[WebhookController],
            request_max_body_size=settings.stripe_webhook_bytes_max,
        ),
        *pages,
    )
    app = Litestar(
        route_handlers=routes,
        dependencies=dependencies,
        guards=[*closed_by_issuer(settings.oidc_issuer), doorkeeper],
        exception_handlers=HANDLERS,
        before_send=[keep_private, SayVersion(settings.picture_bytes_max)],
        request_class=ReadableRequest,
        lifespan=[lifespan],
        request_max_body_size=settings.request_bytes_max,
        # What is logged, and how, is set up once for the whole program.
        logging_config=None,
        openapi_config=OpenAPIConfig(
            title="Passepartout",
            version="0.1.0",
            description="Personal goods made to order: every paid order is produced exactly once.",
            openapi_router=Router(
                "/schema",
                route_handlers=[],
                include_in_schema=False,
                opt=open_to(Access.PUBLIC, RateClass.BROWSE),
            ),
            components=Components(security_schemes={**SCHEMES}),
            security=[{name: []} for name in SCHEMES],
            use_handler_docstrings=True,
            render_plugins=[ApiPage()],
        ),
    )
    document_refusals(app)
    # Around everything and not as its middleware, which sees no request that has no route.
    app.asgi_handler = RequestIds(SetCookies(UnreadBody(app.asgi_handler)))
    return app


def _provide(make: Callable[[], Any]) -> Provide:
    """Litestar cannot inspect a container's provider; what is made never changes."""

    def made() -> Any:
        return make()

    return Provide(made, sync_to_thread=False, use_cache=True)
