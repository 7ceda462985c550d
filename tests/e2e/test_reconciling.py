"""What no webhook and no callback ever tells is found all the same, within one interval."""

import asyncio
import os
import sys

from adapters.inbound.supervisor.stack import Stack
from tests.e2e.shopper import Shopper, faults

DEADLINE_S = 60.0
LOST_FOR_GOOD = {"webhook": "drop"}


async def test_a_paid_order_whose_webhook_never_comes_is_produced(
    shopper: Shopper, picture: bytes
) -> None:
    async with asyncio.timeout(DEADLINE_S):
        checkout = await shopper.check_out_two_prints(picture)
        async with faults(shopper.http, shopper.stripe, LOST_FOR_GOOD):
            await shopper.pay(checkout)
            order = await shopper.delivered(checkout)
        await shopper.expect_everything_once(order)


async def test_a_print_whose_callbacks_never_come_is_followed_all_the_same(
    shopper: Shopper, picture: bytes
) -> None:
    async with asyncio.timeout(DEADLINE_S):
        checkout = await shopper.check_out_two_prints(picture)
        async with faults(shopper.http, shopper.lab, LOST_FOR_GOOD):
            await shopper.pay(checkout)
            order = await shopper.delivered(checkout)
        await shopper.expect_everything_once(order)


async def test_reconciling_by_hand_finds_nothing_to_do_in_a_shop_that_is_well(
    stack: Stack,
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "adapters.inbound.cli.main",
        "reconcile",
        env={**os.environ, **stack.environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    told, complained = await process.communicate()
    rows = told.decode().splitlines()
    assert [row[:12].strip() for row in rows[:4]] == ["", "payments", "dropships", "three ways"]
    still_open = int(rows[4].split()[0])
    assert process.returncode == (1 if still_open else 0), complained.decode()


async def test_it_finds_the_shop_that_up_keeps_running(stack: Stack) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "adapters.inbound.cli.main",
        "reconcile",
        "--data-dir",
        str(stack.data.path),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": ":".join(sys.path)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    told, complained = await process.communicate()
    assert "open attention items" in told.decode(), complained.decode()
