"""A product: one buyer's picture, or a design made of it, in one frame."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from domain.catalog.attributes import Attributes
from domain.catalog.frame import Frame
from domain.shared.refusals import Conflict, Invalid, NotFound


class ProductNotFound(NotFound):
    """There is no such product, or it belongs to somebody else."""

    code = "product_not_found"


class ProductChoiceUnclear(Invalid):
    """Neither a design alone, nor a picture with all of its frame."""

    code = "product_choice_unclear"


class SkuUnavailable(Conflict):
    """The lab does not make this frame any more, or does not send it to that country."""

    code = "sku_unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignChoice:
    """A final design as far as a product needs to know it."""

    design_id: UUID
    revision: int
    render_id: UUID
    picture_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """`fingerprint` is the same for the same picture in the same frame, and unique in the shop.

    Without `has_picture` the buyer has deleted it: orders of old still name the product, and
    nobody can order it again. A product of a design has the final revision of the design and the
    render that is printed; a plain picture in a frame has none of the three.
    """

    id: UUID
    owner_id: UUID
    picture_id: UUID
    frame_size: str
    frame_style: str
    frame_material: str
    sku: str
    attributes: Attributes
    created_at: datetime
    has_picture: bool = True
    design_id: UUID | None = None
    design_revision: int | None = None
    render_id: UUID | None = None

    @classmethod
    def of_design(
        cls, frame: Frame, *, product_id: UUID, owner_id: UUID, chosen: DesignChoice, at: datetime
    ) -> Self:
        plain = cls.of(
            frame, product_id=product_id, owner_id=owner_id, picture_id=chosen.picture_id, at=at
        )
        return replace(
            plain,
            design_id=chosen.design_id,
            design_revision=chosen.revision,
            render_id=chosen.render_id,
        )

    @classmethod
    def of(
        cls, frame: Frame, *, product_id: UUID, owner_id: UUID, picture_id: UUID, at: datetime
    ) -> Self:
        return cls(
            id=product_id,
            owner_id=owner_id,
            picture_id=picture_id,
            frame_size=frame.frame_size,
            frame_style=frame.frame_style,
            frame_material=frame.frame_material,
            sku=frame.sku,
            attributes=frame.attributes,
            created_at=at,
        )

    @property
    def fingerprint(self) -> str:
        parts = [str(self.picture_id), self.sku, *map(list, self.attributes.pairs)]
        if self.design_id is not None:
            # Not of the picture: at log-in it may become another row of the same one.
            parts = ["design", str(self.design_id), self.sku]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def titled(self, frame: Frame | None) -> str:
        """For humans; also of a frame that is not offered any more."""
        choice = f"{self.frame_style}, {self.frame_material}, {self.frame_size}"
        title = choice if frame is None else frame.title
        return title if self.design_id is None else f"Your design: {title}"
