"""A picture that is refused when its files are stored already leaves none behind."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from application.media.ports import MediaWork
from application.operations.ports import Answer
from domain.identity.owner import Owner
from domain.operations.reply import Request, RequestInFlight
from tests.unit.media.shop import Desk, KeptReplies, Shop, photograph, upload_of

ANN = Owner(uuid4())


class HeldReplies(KeptReplies):
    """A twin of the request holds its key, and has not answered yet."""

    async def find(self, request: Request, kind: type[Answer]) -> Answer | None:
        return None

    async def recall(self, request: Request, kind: type[Answer]) -> Answer | None:
        raise RequestInFlight


class ShopWithATwin(Shop):
    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MediaWork]:
        desk = Desk(self.store)
        desk.replies = HeldReplies(self.store)
        yield desk


async def test_a_key_that_a_slow_twin_holds() -> None:
    shop = ShopWithATwin()
    with pytest.raises(RequestInFlight):
        await shop.upload_picture(ANN, upload_of(photograph(), key="k", owner_id=ANN.id))
    assert not list(shop.assets.keys())
