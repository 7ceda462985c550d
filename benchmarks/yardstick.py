"""The yardstick: what the same server does with one equivalent upsert, driven by pgbench."""

import asyncio
import re
import tempfile

from sqlalchemy.engine import make_url

from adapters.inbound.supervisor.binaries import postgres_binary

# The same columns, keys and references as the cart's own lines.
SET_UP = """
CREATE TABLE yardstick_carts (id uuid PRIMARY KEY);
CREATE TABLE yardstick_products (id uuid PRIMARY KEY);
CREATE TABLE yardstick_lines (
    id uuid PRIMARY KEY,
    cart_id uuid NOT NULL REFERENCES yardstick_carts (id) ON DELETE CASCADE,
    product_id uuid NOT NULL REFERENCES yardstick_products (id),
    quantity int NOT NULL CHECK (quantity > 0),
    price_amount int NOT NULL,
    price_currency varchar(3) NOT NULL,
    added_at timestamptz NOT NULL,
    UNIQUE (cart_id, product_id)
);
INSERT INTO yardstick_carts SELECT md5('cart' || n)::uuid FROM generate_series(1, 256) AS n;
INSERT INTO yardstick_products SELECT md5('product' || n)::uuid FROM generate_series(1, 3) AS n;
"""
UPSERT = """\\set cart random(1, 256)
\\set product random(1, 3)
INSERT INTO yardstick_lines
VALUES (gen_random_uuid(), md5('cart' || :cart)::uuid, md5('product' || :product)::uuid,
        1, 4900, 'GBP', now())
ON CONFLICT (cart_id, product_id)
DO UPDATE SET quantity = yardstick_lines.quantity + excluded.quantity;
"""
TAKE_DOWN = "DROP TABLE yardstick_lines, yardstick_carts, yardstick_products"


async def upserts_per_second(database_url: str, *, clients: int, seconds: int) -> float:
    """Raises RuntimeError with pgbench's own words when it fails."""
    url = make_url(database_url).set(drivername="postgresql")
    address = url.render_as_string(hide_password=False)
    await _run("psql", "-q", address, "-c", SET_UP)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(UPSERT)
        script.flush()
        said = await _run(
            *("pgbench", "-n", "-f", script.name),
            *("-c", str(clients), "-j", "2", "-T", str(seconds), address),
        )
    await _run("psql", "-q", address, "-c", TAKE_DOWN)
    found = re.search(r"tps = ([\d.]+)", said)
    if found is None:
        raise RuntimeError(f"pgbench said no tps: {said}")
    return float(found.group(1))


async def _run(program: str, *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        str(postgres_binary(program)),
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{program} failed: {complained.decode()}")
    return said.decode()
