"""Buyers for the benchmark: a token, a picture, and products, written straight to the database."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from adapters.outbound.postgres.engine import make_engine
from adapters.outbound.postgres.work import PostgresBegin
from adapters.outbound.prodigi.catalogue_file import read_catalogue
from adapters.outbound.system.clock import new_id
from adapters.outbound.tokens.guest_tokens import SignedGuestTokens
from adapters.outbound.tokens.signed_claims import SignedClaims
from adapters.settings import Settings
from domain.catalog.product import Product
from domain.identity.owner import Owner
from domain.media.formats import PictureFormat
from domain.media.picture import Picture, picture_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Shopper:
    owner_id: UUID
    token: str
    products: Sequence[UUID]


async def seed_shoppers(settings: Settings, *, count: int, products_each: int) -> list[Shopper]:
    """Each owns one picture in every frame there is, and as many pictures as that takes."""
    signed = SignedClaims(settings.token_secret, settings.token_issuer)
    tokens = SignedGuestTokens(signed, timedelta(hours=1))
    engine = make_engine(settings, role="bench")
    begin = PostgresBegin(engine)
    frames = read_catalogue().frames
    at = datetime.now(UTC)
    shoppers = []
    try:
        for _ in range(count):
            owner = Owner(new_id())
            async with begin() as work:
                pictures = [
                    await work.pictures.add(_picture(owner, at))
                    for _ in range(0, products_each, len(frames))
                ]
                products = [
                    Product.of(
                        frames[place % len(frames)],
                        product_id=new_id(),
                        owner_id=owner.id,
                        picture_id=pictures[place // len(frames)].id,
                        at=at,
                    )
                    for place in range(products_each)
                ]
                for product in products:
                    await work.products.add_or_get(product)
                await work.commit()
            shoppers.append(
                Shopper(
                    owner_id=owner.id,
                    token=tokens.issue(owner, at).token,
                    products=[product.id for product in products],
                )
            )
    finally:
        await engine.dispose()
    return shoppers


def _picture(owner: Owner, at: datetime) -> Picture:
    picture_id = new_id()
    digest = hashlib.sha256(picture_id.bytes).hexdigest()
    return Picture(
        id=picture_id,
        owner_id=owner.id,
        media_type=PictureFormat.JPEG,
        width_px=6000,
        height_px=4000,
        bytes_count=1,
        sha256=digest,
        md5=digest[:32],
        original_sha256=digest,
        original_name="bench.jpg",
        asset_key=picture_key(picture_id, PictureFormat.JPEG),
        created_at=at,
    )
