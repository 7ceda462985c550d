"""A product: one buyer's picture in one frame."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from domain.catalog.attributes import Attributes
from domain.catalog.frame import Frame
from domain.shared.refusals import Conflict, NotFound


class ProductNotFound(NotFound):
    """There is no such product, or it belongs to somebody else."""

    code = "product_not_found"


class SkuUnavailable(Conflict):
    """The lab does not make this frame any more, or does not send it to that country."""

    code = "sku_unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """`fingerprint` is the same for the same picture in the same frame, and unique in the shop."""

    id: UUID
    owner_id: UUID
    picture_id: UUID
    frame_size: str
    frame_style: str
    frame_material: str
    sku: str
    attributes: Attributes
    created_at: datetime

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
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
