"""Routes that bring a guest's cart into a customer's, and take that back."""

from datetime import datetime
from typing import Self
from uuid import UUID

from litestar import Controller, Response, post
from litestar.params import FromPath, JSONBody

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Body
from adapters.inbound.http.carts.answers import CartAnswer, etag
from adapters.inbound.http.carts.guests_named import GuestsNamed
from adapters.inbound.http.carts.merge_answers import CartMergeAnswer
from adapters.inbound.http.credentials import AnyRequest
from adapters.inbound.http.identity.cookie_sessions import BY_COOKIE
from adapters.inbound.http.identity.session_cookies import SessionCookies
from adapters.inbound.http.identity.set_cookies import GUEST
from adapters.inbound.http.origin import origin_by
from adapters.inbound.http.provided import Provided
from application.carts.merge_guest_cart import GuestMerge, MergeGuestCart
from application.carts.undo_merge import MergeUndo, UndoMerge, UndoneMerge
from domain.carts.past_merge import strategy_named
from domain.identity.caller import Caller
from domain.identity.owner import GuestPass
from domain.operations.reply import Request as RetryRequest
from domain.resilience.rate_class import RateClass


class MergeCartBody(Body):
    """`guestToken` proves that the guest's cart is the caller's; a browser with cookies may leave
    it out. `strategy`: `sum`, `max`, `keep_guest` or `keep_user`. With `dryRun` nothing changes."""

    guest_token: str | None = None
    strategy: str | None = None
    dry_run: bool = False


class ReturnedGuestAnswer(Answer):
    """Who has the other cart again; `token` is null where a cookie holds it."""

    guest_id: UUID
    token: str | None
    expires_at: datetime


class UndoneMergeAnswer(Answer):
    """`cart` is the customer's, with the lines it had before the merge."""

    merge_id: UUID
    undone_at: datetime
    cart: CartAnswer
    guest: ReturnedGuestAnswer

    @classmethod
    def of(cls, undone: UndoneMerge, guest: GuestPass, *, hidden: bool) -> Self:
        return cls(
            merge_id=undone.merge_id,
            undone_at=undone.undone_at,
            cart=CartAnswer.of(undone.cart),
            guest=ReturnedGuestAnswer(
                guest_id=guest.owner.id,
                token=None if hidden else guest.token,
                expires_at=guest.expires_at,
            ),
        )


class CartMergeController(Controller):
    path = "/api/cart"
    tags = ["carts"]
    opt = open_to(Access.CUSTOMER, RateClass.CART)

    @post("/merge", summary="Merge a guest's cart into one's own", status_code=200)
    async def merge(
        self,
        request: AnyRequest,
        caller: Provided[Caller],
        retry: Provided[RetryRequest | None],
        data: JSONBody[MergeCartBody],
        guests_named: Provided[GuestsNamed],
        session_cookies: Provided[SessionCookies],
        merge_guest_cart: Provided[MergeGuestCart],
    ) -> Response[CartMergeAnswer]:
        """The guest's pictures, products and orders come along. Nothing is left out of the cart
        without a row in the report; merging again answers with the first report."""
        by_cookie = request.scope["state"].get(BY_COOKIE)
        token = data.guest_token or (request.cookies.get(GUEST) if by_cookie else None)
        outcome = await merge_guest_cart(
            GuestMerge(
                guest=guests_named.read(token),
                user=caller.owner,
                origin=origin_by(request, caller),
                strategy=strategy_named(data.strategy),
                dry_run=data.dry_run,
                request=retry,
            )
        )
        if by_cookie and outcome.used_up_the_guest:
            session_cookies.take_guest(request)
        headers = {"ETag": etag(outcome.cart)}
        return Response(CartMergeAnswer.of(outcome), headers=headers)

    @post("/merges/{merge_id:uuid}/undo", summary="Take a merge back", status_code=200)
    async def undo(
        self,
        request: AnyRequest,
        caller: Provided[Caller],
        retry: Provided[RetryRequest | None],
        merge_id: FromPath[UUID],
        guests_named: Provided[GuestsNamed],
        session_cookies: Provided[SessionCookies],
        undo_merge: Provided[UndoMerge],
    ) -> Response[UndoneMergeAnswer]:
        """Both carts are as they were. For a while only, and not after the cart was changed."""
        undone = await undo_merge(
            MergeUndo(
                user=caller.owner,
                merge_id=merge_id,
                origin=origin_by(request, caller),
                request=retry,
            )
        )
        guest = guests_named.issue(undone.guest)
        by_cookie = bool(request.scope["state"].get(BY_COOKIE))
        if by_cookie:
            session_cookies.return_guest(request, guest)
        answer = UndoneMergeAnswer.of(undone, guest, hidden=by_cookie)
        return Response(answer, headers={"ETag": etag(undone.cart)})
