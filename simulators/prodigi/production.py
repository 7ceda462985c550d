"""Moves every order along its life cycle when its next step falls due."""

import time
from dataclasses import dataclass, field

from simulators.prodigi import steps
from simulators.prodigi.callback_queue import CallbackQueue
from simulators.prodigi.database import Database
from simulators.prodigi.dials import Dials
from simulators.prodigi.downloads import Downloads, NotFetched, NotPrintable
from simulators.prodigi.due_loop import DueLoop
from simulators.prodigi.issues import (
    FAILED_TO_DOWNLOAD,
    NOT_DOWNLOADED,
    add_issue,
    blocks_production,
    issue,
    remove_issues,
)
from simulators.prodigi.print_orders import PrintOrder, PrintOrders, Step
from simulators.prodigi.wire import Document

_DOWNLOAD_ATTEMPTS_MAX = 10


@dataclass(slots=True)
class Production:
    database: Database
    orders: PrintOrders
    callbacks: CallbackQueue
    dials: Dials
    downloads: Downloads
    deliveries: DueLoop
    download_again_s: float
    loop: DueLoop = field(init=False)

    def __post_init__(self) -> None:
        self.loop = DueLoop(self.orders.upcoming, self.take_next_step)

    async def take_next_step(self, number: int) -> None:
        order = self.orders.find(number)
        if order is None or order.due_at is None:
            return
        if order.held:
            with self.database.transaction():
                self.end_hold(order)
                self.orders.save(order)
            self.loop.wake()
            return
        if order.step is Step.DOWNLOADING:
            await self._download(order)
            return
        step = steps.following(order)
        if step is not None:
            with self.database.transaction():
                self.enter(order, step)
                self.orders.save(order)
            self.loop.wake()

    def enter(self, order: PrintOrder, step: Step) -> None:
        """Takes a step inside the caller's transaction; the caller saves the order."""
        change = steps.enter(order, step, self.database)
        self.schedule(order)
        if change is not None:
            self.announce(order, change)

    def schedule(self, order: PrintOrder) -> None:
        step = steps.following(order)
        now = time.time()
        if order.step is Step.DOWNLOADING:
            order.due_at = now
        else:
            order.due_at = now + self.lab_seconds(steps.SECONDS_BEFORE[step]) if step else None

    def schedule_release(self, order: PrintOrder) -> None:
        """A hold dialled with a number ends after so many seconds, any other when told."""
        window_s = order.dials["on_hold"]
        timed = isinstance(window_s, int | float) and not isinstance(window_s, bool)
        order.due_at = time.time() + window_s if timed else None

    def end_hold(self, order: PrintOrder) -> None:
        order.held = False
        order.due_at = None
        self.announce(order, steps.STAGE_IN_PROGRESS)
        if not blocks_production(order):
            self.schedule(order)

    def announce(self, order: PrintOrder, change: str) -> None:
        self.callbacks.add(order, change, time.time())
        self.deliveries.wake()

    def lab_seconds(self, seconds: float) -> float:
        return seconds / float(self.dials.read("time_factor", 1.0))

    def set_time_factor(self, factor: float) -> None:
        """Waiting orders keep the share of their wait that is left."""
        with self.database.transaction():
            ratio = float(self.dials.read("time_factor", factor)) / factor
            self.orders.stretch_remaining_times(time.time(), ratio)
            self.dials.write("time_factor", factor)
        self.loop.wake()

    async def _download(self, order: PrintOrder) -> None:
        failures: list[tuple[Document, Document, Exception]] = []
        for item in order.document["items"]:
            for asset in item["assets"]:
                try:
                    if order.dials.get("asset_failure"):
                        raise NotFetched("dialled")
                    await self.downloads.check(asset)
                except (NotFetched, NotPrintable) as failure:
                    failures.append((item, asset, failure))
        with self.database.transaction():
            # The order may have been cancelled, or changed, while its pictures were under way.
            present = self.orders.find(order.number)
            if present is None or present.step is not Step.DOWNLOADING or present.due_at is None:
                return
            self._record_download(present, failures)
            self.orders.save(present)

    def _record_download(
        self, order: PrintOrder, failures: list[tuple[Document, Document, Exception]]
    ) -> None:
        order.download_attempts += 1
        final = order.download_attempts >= _DOWNLOAD_ATTEMPTS_MAX or any(
            isinstance(failure, NotPrintable) for _, _, failure in failures
        )
        for item, asset, failure in failures:
            self._record_failure(order, item, asset, failure, final=final)
        if not failures:
            remove_issues(order, NOT_DOWNLOADED)
            finish_download(order)
            self.schedule(order)
        elif final:
            fail_assets(order, {item["id"] for item, _, _ in failures})
        else:
            order.due_at = time.time() + self.lab_seconds(self.download_again_s)

    def _record_failure(
        self, order: PrintOrder, item: Document, asset: Document, why: Exception, *, final: bool
    ) -> None:
        where = f"for item '{item['id']}' asset '{asset['printArea']}' at location '{asset['url']}'"
        if final:
            text = f"File not downloaded {where}: {why}"
            add_issue(order, issue(item["id"], FAILED_TO_DOWNLOAD, text))
        else:
            attempt = f"attempt {order.download_attempts} of {_DOWNLOAD_ATTEMPTS_MAX}"
            text = f"Warning: Download {attempt} failed {where}: {why}"
            add_issue(order, issue(item["id"], NOT_DOWNLOADED, text))


def finish_download(order: PrintOrder) -> None:
    order.step = Step.DOWNLOADED
    order.status["details"]["downloadAssets"] = "Complete"
    for item in order.document["items"]:
        item["status"] = "Ok"
        for asset in item["assets"]:
            asset.update(status="Complete", thumbnailUrl=asset["url"])


def fail_assets(order: PrintOrder, item_ids: set[str]) -> None:
    """The stage stays InProgress: the real lab waits for support to sort it out."""
    order.due_at = None
    order.status["details"]["downloadAssets"] = "Error"
    for item in order.document["items"]:
        if item["id"] in item_ids:
            item["status"] = "Invalid"
            for asset in item["assets"]:
                asset["status"] = "Error"
