"""The route that takes in a client's queue of operations on its cart."""

from typing import Annotated, Self
from uuid import UUID

import msgspec
from litestar import MediaType, Response, Router, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody
from litestar.response.base import ASGIResponse
from msgspec import Meta

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Body
from adapters.inbound.http.carts.answers import CartAnswer, etag
from adapters.inbound.http.carts.if_match import IfMatch, seen, stale
from adapters.inbound.http.carts.routes import CartUseCases
from adapters.inbound.http.credentials import (
    AnyRequest,
    Credentials,
    IdempotencyKey,
    retry_request,
)
from adapters.inbound.http.errors import refused
from adapters.inbound.http.origin import origin_of
from adapters.inbound.http.problem import Problem
from application.carts.apply_batch import Batch, BatchOutcome
from domain.carts.batch import BatchMode, BatchRefused
from domain.carts.operation import Operation, OperationResult, OperationType
from domain.carts.priced_cart import CartVersionDiffers
from domain.resilience.rate_class import RateClass

OperationId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{1,64}\Z")]
# Beyond any limit of a line, and small enough to be one number in every language.
Pieces = Annotated[int, Meta(ge=-(2**31), lt=2**31)]


class OperationBody(Body):
    """`id` is the client's own for this operation, and the same whenever it is sent again.

    `add` takes `productId` and `quantity` (1 if absent); `set_quantity` and `remove` name a line by
    `lineId` or by `productId`; a quantity of 0 removes; `clear` takes nothing.
    """

    id: OperationId
    type: OperationType
    product_id: UUID | None = None
    line_id: UUID | None = None
    quantity: Pieces | None = None

    def operation(self) -> Operation:
        return Operation(
            id=self.id,
            type=self.type,
            product_id=self.product_id,
            line_id=self.line_id,
            quantity=self.quantity,
        )


class BatchBody(Body):
    operations: list[OperationBody]
    mode: BatchMode = BatchMode.BEST_EFFORT


class OperationAnswer(Answer, omit_defaults=True):
    """`status` is applied, refused (`code` and `detail` say why) or not_applied.

    `repeated`: the result is that of an earlier time, and nothing was done this time.
    """

    id: str
    status: str
    repeated: bool = False
    line_id: UUID | None = None
    code: str = ""
    detail: str = ""

    @classmethod
    def of(cls, result: OperationResult) -> Self:
        return cls(
            id=result.id,
            status=result.status.value,
            repeated=result.repeated,
            line_id=result.line_id,
            code=result.code,
            detail=result.detail,
        )


class BatchAnswer(Answer):
    """One result per operation, in their order; the cart as it is after them."""

    results: list[OperationAnswer]
    cart: CartAnswer

    @classmethod
    def of(cls, outcome: BatchOutcome) -> Self:
        return cls(
            results=[OperationAnswer.of(result) for result in outcome.results],
            cart=CartAnswer.of(outcome.cart),
        )


ANSWERS = {200: ResponseSpec(BatchAnswer, description="What came of each; ETag is the cart's.")}


def cart_batch_routes(carts: CartUseCases, credentials: Credentials) -> Router:
    @post(
        "/batch",
        summary="Apply a queue of operations",
        status_code=200,
        responses=ANSWERS,
    )
    async def apply_batch(
        request: AnyRequest,
        data: JSONBody[BatchBody],
        retry_key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> ASGIResponse:
        """Each operation counts once, however often and in whatever pieces the queue is sent.

        `best_effort`: each for itself, and a refusal is final for that operation's id. `atomic`:
        all or none; then nothing is remembered, and the same ids may come again.
        """
        owner = credentials.owner(request)
        batch = Batch(
            owner=owner,
            origin=origin_of(request, credentials),
            mode=data.mode,
            operations=tuple(each.operation() for each in data.operations),
            **seen(if_match),
            request=await retry_request(request, owner, retry_key),
        )
        outcome = await carts.batch(batch)
        body = msgspec.json.encode(BatchAnswer.of(outcome))
        headers = {"ETag": etag(outcome.cart)}
        return ASGIResponse(body=body, media_type=MediaType.JSON, headers=headers)

    return Router(
        "/api/cart",
        route_handlers=[apply_batch],
        tags=["carts"],
        opt=open_to(Access.BUYER, RateClass.CART),
        exception_handlers={CartVersionDiffers: stale, BatchRefused: _refused},
    )


def _refused(request: AnyRequest, error: BatchRefused) -> Response[Problem]:
    """With what came of each operation, and the cart as it is."""
    if error.current is None:
        return refused(request, error)
    error.facts = {
        "results": [OperationAnswer.of(result) for result in error.results],
        "cart": CartAnswer.of(error.current),
    }
    answer = refused(request, error)
    answer.headers["ETag"] = etag(error.current)
    return answer
