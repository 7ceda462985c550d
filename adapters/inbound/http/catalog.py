"""Routes of the catalogue: what frames there are, and a picture in one of them."""

from typing import Self, cast
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath, JSONBody

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Body, MoneyAnswer
from adapters.inbound.http.provided import Provided
from application.catalog.make_product import MakeProduct, ProductWish
from application.catalog.make_product_of_design import MakeProductOfDesign
from application.catalog.offered_product import OfferedProduct
from application.catalog.show_product import ShowProduct
from domain.catalog.catalogue import Catalogue
from domain.catalog.frame import Frame
from domain.catalog.product import ProductChoiceUnclear
from domain.identity.owner import Owner
from domain.resilience.rate_class import RateClass


class FrameAnswer(Answer):
    """Prices are net; the print area is (width, height) in pixels at 300 dpi, upright."""

    frame_size: str
    frame_style: str
    frame_material: str
    title: str
    sku: str
    print_area_px: tuple[int, int]
    prices: list[MoneyAnswer]

    @classmethod
    def of(cls, frame: Frame) -> Self:
        return cls(
            frame_size=frame.frame_size,
            frame_style=frame.frame_style,
            frame_material=frame.frame_material,
            title=frame.title,
            sku=frame.sku,
            print_area_px=frame.print_area_px,
            prices=[MoneyAnswer.of(frame.price_in(currency)) for currency in frame.prices],
        )


class FrameList(Answer):
    frame_sizes: list[str]
    frame_styles: list[str]
    frame_materials: list[str]
    currencies: list[str]
    items: list[FrameAnswer]


class PrintQualityAnswer(Answer):
    """`verdict`: excellent, good or poor; `warning` is for the buyer."""

    verdict: str
    dpi: int
    warning: str | None


class ProductAnswer(Answer):
    """`designId` is null for a plain picture in a frame."""

    id: UUID
    image_id: UUID
    design_id: UUID | None
    title: str
    sku: str
    frame_size: str
    frame_style: str
    frame_material: str
    prices: list[MoneyAnswer]
    print_quality: PrintQualityAnswer

    @classmethod
    def of(cls, offered: OfferedProduct) -> Self:
        product, frame, quality = offered.product, offered.frame, offered.quality
        return cls(
            id=product.id,
            image_id=product.picture_id,
            design_id=product.design_id,
            title=product.titled(frame),
            sku=product.sku,
            frame_size=product.frame_size,
            frame_style=product.frame_style,
            frame_material=product.frame_material,
            prices=[MoneyAnswer.of(frame.price_in(currency)) for currency in frame.prices],
            print_quality=PrintQualityAnswer(
                verdict=quality.verdict.value, dpi=quality.dpi, warning=quality.warning
            ),
        )


class MakeProductBody(Body):
    """Either `designId` alone, or `imageId` with size, style and material of a frame."""

    image_id: UUID | None = None
    frame_size: str | None = None
    frame_style: str | None = None
    frame_material: str | None = None
    design_id: UUID | None = None

    def wish_of(self, owner: Owner) -> ProductWish | None:
        """None if a design is meant. Raises ProductChoiceUnclear."""
        chosen = (self.image_id, self.frame_size, self.frame_style, self.frame_material)
        if self.design_id is not None and chosen == (None, None, None, None):
            return None
        image_id, size, style, material = chosen
        if (
            self.design_id is not None
            or image_id is None
            or size is None
            or style is None
            or material is None
        ):
            raise ProductChoiceUnclear(
                "Name a design, or a picture with size, style and material of its frame.",
                field="imageId" if self.design_id is None else "designId",
            )
        return ProductWish(
            owner=owner,
            picture_id=image_id,
            frame_size=size,
            frame_style=style,
            frame_material=material,
        )


class CatalogController(Controller):
    path = "/api"
    tags = ["catalog"]
    opt = open_to(Access.BUYER, RateClass.BROWSE)

    @get(
        "/frames",
        summary="List the frames",
        opt=open_to(Access.PUBLIC, RateClass.BROWSE),
        sync_to_thread=False,
    )
    def frames(self, catalogue: Provided[Catalogue]) -> FrameList:
        """Every size, style and material the shop sells, with its prices."""
        return FrameList(
            frame_sizes=catalogue.sizes,
            frame_styles=catalogue.styles,
            frame_materials=catalogue.materials,
            currencies=catalogue.currencies,
            items=[FrameAnswer.of(frame) for frame in catalogue.frames],
        )

    @post(
        "/products",
        summary="Put a picture in a frame, or make a design a product",
        status_code=201,
        opt=open_to(Access.BUYER, RateClass.CHANGE),
    )
    async def make(
        self,
        owner: Provided[Owner],
        data: JSONBody[MakeProductBody],
        make_product: Provided[MakeProduct],
        make_product_of_design: Provided[MakeProductOfDesign],
    ) -> Response[ProductAnswer]:
        """The same picture in the same frame is the same product: 201 the first time, then 200.

        So is the same design; it must be final.
        """
        wish = data.wish_of(owner)
        if wish is not None:
            offered = await make_product(wish)
        else:
            offered = await make_product_of_design(owner, cast(UUID, data.design_id))
        return Response(ProductAnswer.of(offered), status_code=201 if offered.is_new else 200)

    @get("/products/{product_id:uuid}", summary="Show a product")
    async def show(
        self,
        owner: Provided[Owner],
        product_id: FromPath[UUID],
        show_product: Provided[ShowProduct],
    ) -> ProductAnswer:
        return ProductAnswer.of(await show_product(owner, product_id))
