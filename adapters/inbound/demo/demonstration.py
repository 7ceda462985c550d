"""Opens a shop, buys in it before a deadline and shows how it went."""

import asyncio
import os
import secrets
import sys
from contextlib import AbstractContextManager, AsyncExitStack, nullcontext
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
    name = picture.name if picture else "evening.jpg"
    content = picture_of_yours(picture) if picture else await asyncio.to_thread(painted_picture)
    with _view() as view:
        progress = Progress(view)
        # What the demo started is stopped after the deadline no longer counts.
        async with AsyncExitStack() as opened:
            try:
                async with asyncio.timeout(timeout_s):
                    receipt = await _buy(opened, progress, data_dir, name, content)
            except TimeoutError as error:
                raise DemoFailed(
                    f"After {timeout_s:g} s, {progress.where} was not finished. {_logs(data_dir)}"
                ) from error
            except DemoFailed as failure:
                raise DemoFailed(f"In {progress.where}: {failure} {_logs(data_dir)}") from failure
            view.summary(receipt)


async def _buy(
    opened: AsyncExitStack, progress: Progress, data_dir: Path, name: str, content: bytes
) -> Receipt:
    with progress.step("Open the shop") as step:
        shop = await opened.enter_async_context(open_shop(data_dir, os.environ, progress.view.note))
        step.said = f"{shop.base_url}, {'was running' if shop.was_running else 'started for this'}"
    http = await opened.enter_async_context(
        httpx.AsyncClient(base_url=shop.base_url, timeout=ANSWER_WITHIN_S, trust_env=False)
    )
    # An address of its own tells this purchase's mails from all others in the mailbox.
    customer = Customer(http, f"ada-{secrets.token_hex(4)}@passepartout.example")
    return await buy(
        customer,
        progress,
        name=name,
        content=content,
        preview=data_dir / "demo" / "preview.jpg",
        lab_control=shop.lab_control,
    )


def _view() -> AbstractContextManager[View]:
    if sys.stdout.isatty():
        return LiveView(Console(highlight=False))
    return nullcontext(PlainView(sys.stdout))


def _logs(data_dir: Path) -> str:
    logs = data_dir.absolute() / "log"
    return f"The logs are in {logs}." if logs.exists() else "Nothing was started."
