"""What buyers come to the shop with: a picture of theirs, or a design of it, in a frame."""

from dataclasses import replace
from uuid import UUID, uuid4

from adapters.inbound.simulation.clock import START
from adapters.outbound.memory.table import MemoryStore
from domain.catalog.frame import Frame
from domain.catalog.product import Product
from domain.designs.parameters import Orientation, Parameters
from domain.designs.placement import Placement
from domain.designs.render import Render, RenderKind
from domain.designs.status import RenderStatus
from domain.media.formats import PictureFormat
from domain.media.picture import Picture, picture_key


def framed_picture(
    store: MemoryStore, owner_id: UUID, frame: Frame, *, is_design: bool = False
) -> UUID:
    """The product's id; uploading and drawing are not what is simulated."""
    picture_id, product_id = uuid4(), uuid4()
    picture = Picture(
        id=picture_id,
        owner_id=owner_id,
        media_type=PictureFormat.JPEG,
        width_px=2400,
        height_px=3000,
        bytes_count=1_000_000,
        sha256="a" * 64,
        md5="b" * 32,
        original_sha256=f"{picture_id.int:064x}",
        original_name="dog.jpg",
        asset_key=picture_key(picture_id, PictureFormat.JPEG),
        created_at=START,
    )
    product = Product.of(
        frame, product_id=product_id, owner_id=owner_id, picture_id=picture_id, at=START
    )
    if is_design:
        product = replace(
            product,
            design_id=uuid4(),
            design_revision=1,
            render_id=_wanted_render(store, owner_id, picture_id, frame).id,
        )
    store.table("pictures").put(picture_id, picture)
    store.table("products").put(product_id, product)
    return product_id


def _wanted_render(store: MemoryStore, owner_id: UUID, picture_id: UUID, frame: Frame) -> Render:
    """Of a final design: its file is asked for, and not made yet."""
    render = Render(
        id=uuid4(),
        owner_id=owner_id,
        kind=RenderKind.FINAL,
        fingerprint=picture_id.hex,
        design_id=uuid4(),
        revision=1,
        picture_id=picture_id,
        parameters=Parameters(
            template_id="plain",
            picture_id=picture_id,
            frame_size=frame.frame_size,
            frame_style=frame.frame_style,
            frame_material=frame.frame_material,
            orientation=Orientation.PORTRAIT,
            placement=Placement(),
            mount_colour="",
            paper="#ffffff",
            texts=(),
        ),
        status=RenderStatus.QUEUED,
        attempt=0,
        attempts_max=3,
        created_at=START,
    )
    store.table("renders").put(render.id, render)
    return render
