"""What a guest had, handed over to a user in PostgreSQL, and back: a read and a write each."""

from collections.abc import Sequence
from dataclasses import fields, replace
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.errors import TransactionConflict
from domain.carts.past_merge import Moved, Repointed
from domain.catalog.attributes import Attributes
from domain.catalog.product import Product

# A design that is being made final at this moment is waited for, so that the next statement sees
# the render that it gets; designs come before pictures, as whoever makes one final locks them. Who
# frames a picture, or makes a product of a design, holds the picture and is waited for as well.
HELD = """
    WITH held_designs AS MATERIALIZED (
        SELECT id FROM designs WHERE {designs} ORDER BY id FOR UPDATE
    ), held AS MATERIALIZED (
        SELECT id FROM pictures
        WHERE {pictures} AND (SELECT count(*) FROM held_designs) >= 0
        ORDER BY id FOR UPDATE
    )
"""
TO_GO_BACK = HELD.format(
    designs="owner_id = :old_owner AND picture_id = ANY(CAST(:pictures AS uuid[]))",
    pictures="owner_id = :old_owner AND id = ANY(CAST(:pictures AS uuid[]))",
)
HELD_TO_GO_BACK = text(f"{TO_GO_BACK} SELECT count(*) FROM held")  # noqa: S608 - only constants of this module are put in
GUESTS = HELD.format(designs="owner_id = :guest", pictures="owner_id = :guest")

# Products of a picture that the user has too, and the user's own product of the same thing.
IN_BOTH = text(f"""
    {GUESTS}
    SELECT product.*, twin.id AS twin_id, same.id AS same_id
    FROM pictures AS picture
    JOIN pictures AS twin
        ON twin.owner_id = :user
        AND twin.original_sha256 = split_part(picture.original_sha256, '+', 1)
    JOIN products AS product ON product.picture_id = picture.id AND product.owner_id = :guest
        -- A design is drawn of the very picture it names.
        AND product.design_id IS NULL
    LEFT JOIN products AS same
        ON same.picture_id = twin.id AND same.owner_id = :user
        AND same.sku = product.sku AND same.attributes = product.attributes
        AND same.design_id IS NULL
    WHERE picture.owner_id = :guest AND (SELECT count(*) FROM held) >= 0
""")  # noqa: S608 - only constants of this module are put in

# An owner has one picture for each original; another of the same is a second copy from then on, and
# stops being one where it is the only one again (domain/media/picture.py).
PICTURES = """
    moving AS (
        SELECT id, split_part(original_sha256, '+', 1) AS original, row_number() OVER (
            PARTITION BY split_part(original_sha256, '+', 1) ORDER BY created_at, id
        ) AS place
        FROM pictures WHERE {which}
    ), pictures_moved AS (
        UPDATE pictures SET owner_id = CAST(:new_owner AS uuid), original_sha256 =
            CASE WHEN moving.place = 1 AND NOT EXISTS (
                SELECT 1 FROM pictures AS twin
                WHERE twin.owner_id = :new_owner AND twin.original_sha256 = moving.original
            ) THEN moving.original ELSE moving.original || '+' || moving.id END
        FROM moving WHERE moving.id = pictures.id RETURNING pictures.id
    )
"""
MOVE = text(
    f"""
    WITH {PICTURES.format(which="owner_id = :old_owner")}, products_moved AS (
        UPDATE products SET
            owner_id = CAST(:new_owner AS uuid),
            picture_id = coalesce(repointed.picture_id, known.picture_id),
            fingerprint = coalesce(repointed.fingerprint, known.fingerprint)
        FROM products AS known
        LEFT JOIN unnest(
            CAST(:products AS uuid[]), CAST(:twins AS uuid[]), CAST(:fingerprints AS text[])
        ) AS repointed (id, picture_id, fingerprint) ON repointed.id = known.id
        WHERE products.id = known.id AND known.owner_id = :old_owner
        RETURNING products.id
    ), uploads_moved AS (
        UPDATE uploads SET owner_id = CAST(:new_owner AS uuid) WHERE owner_id = :old_owner
    ), designs_moved AS (
        UPDATE designs SET owner_id = CAST(:new_owner AS uuid) WHERE owner_id = :old_owner
    ), renders_moved AS (
        UPDATE renders SET owner_id = CAST(:new_owner AS uuid) WHERE owner_id = :old_owner
    ), orders_moved AS (
        UPDATE orders SET owner_id = CAST(:new_owner AS uuid)
        WHERE owner_id = :old_owner
            AND status NOT IN ('draft', 'awaiting_payment', 'payment_failed')
            -- Whoever became this guest when their log-in ran out may have ordered as the guest.
            AND NOT EXISTS (
                SELECT 1 FROM login_sessions
                WHERE guest_id = :old_owner AND account_id <> :new_owner
            )
        RETURNING id
    )
    SELECT array(SELECT id FROM pictures_moved ORDER BY id) AS pictures,
        array(SELECT id FROM products_moved ORDER BY id) AS products,
        array(SELECT id FROM orders_moved ORDER BY id) AS orders
    """  # noqa: S608 - only constants of this module are put in
)
MOVE_BACK = text(
    f"""
    WITH {PICTURES.format(which="owner_id = :old_owner AND id = ANY(CAST(:pictures AS uuid[]))")},
    products_moved AS (
        UPDATE products SET
            owner_id = CAST(:new_owner AS uuid),
            picture_id = coalesce(before.picture_id, known.picture_id),
            fingerprint = coalesce(before.fingerprint, known.fingerprint)
        FROM products AS known
        LEFT JOIN unnest(
            CAST(:repointed AS uuid[]), CAST(:before AS uuid[]), CAST(:fingerprints AS text[])
        ) AS before (id, picture_id, fingerprint) ON before.id = known.id AND NOT EXISTS (
            SELECT 1 FROM products AS other WHERE other.fingerprint = before.fingerprint
        )
        WHERE products.id = known.id AND known.owner_id = :old_owner
            AND (known.id = ANY(CAST(:products AS uuid[]))
                OR known.picture_id = ANY(CAST(:pictures AS uuid[])))
    ), uploads_moved AS (
        UPDATE uploads SET owner_id = CAST(:new_owner AS uuid)
        WHERE owner_id = :old_owner AND picture_id = ANY(CAST(:pictures AS uuid[]))
    ), designs_moved AS (
        UPDATE designs SET owner_id = CAST(:new_owner AS uuid)
        WHERE owner_id = :old_owner AND picture_id = ANY(CAST(:pictures AS uuid[]))
    ), renders_moved AS (
        UPDATE renders SET owner_id = CAST(:new_owner AS uuid)
        WHERE owner_id = :old_owner AND picture_id = ANY(CAST(:pictures AS uuid[]))
    )
    UPDATE orders SET owner_id = CAST(:new_owner AS uuid)
    WHERE owner_id = :old_owner AND id = ANY(CAST(:orders AS uuid[]))
    """  # noqa: S608 - only constants of this module are put in
)


class PostgresBelongings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def move(self, guest_id: UUID, user_id: UUID) -> Moved:
        found = await self._connection.execute(IN_BOTH, {"guest": guest_id, "user": user_id})
        repointed, same = _paired(found.mappings().all())
        given = {
            "old_owner": guest_id,
            "new_owner": user_id,
            "products": [after.id for _, after in repointed],
            "twins": [after.picture_id for _, after in repointed],
            "fingerprints": [after.fingerprint for _, after in repointed],
        }
        try:
            moved = (await self._connection.execute(MOVE, given)).one()
        except IntegrityError as error:
            # The user uploads or frames the same picture at this moment: look again.
            raise TransactionConflict("postgres", "belongings") from error
        return Moved(
            pictures=tuple(moved.pictures),
            products=tuple(moved.products),
            orders=tuple(moved.orders),
            repointed=tuple(
                Repointed(
                    product_id=before.id,
                    picture_id=before.picture_id,
                    fingerprint=before.fingerprint,
                )
                for before, _ in repointed
            ),
            same_products=same,
        )

    async def move_back(self, guest_id: UUID, user_id: UUID, moved: Moved) -> None:
        given = {
            "old_owner": user_id,
            "new_owner": guest_id,
            "pictures": list(moved.pictures),
            "products": list(moved.products),
            "orders": list(moved.orders),
            "repointed": [each.product_id for each in moved.repointed],
            "before": [each.picture_id for each in moved.repointed],
            "fingerprints": [each.fingerprint for each in moved.repointed],
        }
        held = {name: given[name] for name in ("old_owner", "pictures")}
        await self._connection.execute(HELD_TO_GO_BACK, held)
        try:
            await self._connection.execute(MOVE_BACK, given)
        except IntegrityError as error:
            raise TransactionConflict("postgres", "belongings") from error


def _paired(
    in_both: Sequence[RowMapping],
) -> tuple[list[tuple[Product, Product]], dict[UUID, UUID]]:
    """Products before and after they show the user's picture; and those that are another's same."""
    repointed: dict[str, tuple[Product, Product]] = {}
    same: dict[UUID, UUID] = {}
    for row in in_both:
        before = _product(row)
        after = replace(before, picture_id=row["twin_id"])
        if row["same_id"] is not None:
            same[before.id] = row["same_id"]
            continue
        _, first = repointed.setdefault(after.fingerprint, (before, after))
        if first.id != after.id:
            same[before.id] = first.id
    return list(repointed.values()), same


def _product(row: RowMapping) -> Product:
    known = {each.name: row[each.name] for each in fields(Product)}
    return Product(**{**known, "attributes": Attributes.of(row["attributes"])})
