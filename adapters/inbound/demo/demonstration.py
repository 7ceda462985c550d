"""Opens a shop, buys in it before a deadline and shows how it went."""

import asyncio
import os
import secrets
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import httpx
from rich.console import Console

from adapters.inbound.demo.customer import Customer
from adapters.inbound.demo.live_view import LiveView
from adapters.inbound.demo.open_shop import open_shop
from adapters.inbound.demo.picture import painted_picture, picture_of_yours
from adapters.inbound.demo.plain_view import PlainView
from adapters.inbound.demo.progress import Progress
from adapters.inbound.demo.purchase import buy
from adapters.inbound.demo.refusals import DemoFailed
from adapters.inbound.demo.view import Receipt, View

ANSWER_WITHIN_S = 30.0


async def demonstrate(picture: Path | None, data_dir: Path, timeout_s: float) -> None:
    """Raises DemoFailed with the step it failed in, or CannotStart."""
    content = picture_of_yours(picture) if picture else None
    with _view() as view:
        progress = Progress(view)
        try:
            async with asyncio.timeout(timeout_s) as deadline:
                receipt = await _buy(progress, data_dir, picture, content)
        except TimeoutError as error:
            if not deadline.expired():
                raise
            raise DemoFailed(
                f"After {timeout_s:g} s, {progress.where} was still waiting. {_logs(data_dir)}"
            ) from error
        except DemoFailed as failure:
            raise DemoFailed(f"In {progress.where}: {failure} {_logs(data_dir)}") from failure
        view.summary(receipt)


async def _buy(
    progress: Progress, data_dir: Path, picture: Path | None, content: bytes | None
) -> Receipt:
    began = time.monotonic()
    opening = progress.step("Open the shop")
    step = opening.__enter__()
    async with open_shop(data_dir, os.environ, progress.view.note) as shop:
        raise NotImplementedError(began, step, shop, picture, content)


def _view() -> AbstractContextManager[View]:
    if sys.stdout.isatty():
        return LiveView(Console(highlight=False))
    return nullcontext(PlainView(sys.stdout))


def _logs(data_dir: Path) -> str:
    return f"The logs are in {data_dir.absolute() / 'log'}."
