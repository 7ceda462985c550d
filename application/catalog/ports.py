"""What the catalogue needs: products, and the pictures that are framed in them."""

from typing import Protocol
from uuid import UUID

from application.operations.ports import Replies
from application.shared.begin import Begin
from application.shared.work import Work
from domain.catalog.product import Product
from domain.designs.design import Design
from domain.media.picture import Picture


class Products(Protocol):
    """One product per picture and frame, and one per final design, by a unique fingerprint."""

    async def add_or_get(self, product: Product) -> Product:
        """The one that is kept: this one, or an equal one that was there before."""
        ...

    async def get(self, owner_id: UUID, product_id: UUID) -> Product:
        """Raises ProductNotFound, also for somebody else's."""
        ...


class PicturesToFrame(Protocol):
    async def get(self, owner_id: UUID, picture_id: UUID) -> Picture:
        """Raises PictureNotFound, also for somebody else's."""
        ...

    async def hold(self, owner_id: UUID, picture_id: UUID) -> Picture:
        """As `get`; nobody deletes it until this work ends."""
        ...


class DesignsToFrame(Protocol):
    async def get(self, owner_id: UUID, design_id: UUID) -> Design:
        """Raises DesignNotFound, also for somebody else's."""
        ...


class CatalogWork(Work, Protocol):
    @property
    def products(self) -> Products: ...
    @property
    def pictures(self) -> PicturesToFrame: ...
    @property
    def designs(self) -> DesignsToFrame: ...
    @property
    def replies(self) -> Replies: ...


BeginCatalogWork = Begin[CatalogWork]
