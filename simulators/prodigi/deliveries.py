"""Posts queued callbacks to their URLs, again and again until a 2xx or the last attempt."""

import time
from dataclasses import dataclass, field

import httpx

from simulators.prodigi.callback_queue import CallbackQueue
from simulators.prodigi.due_loop import DueLoop

_ATTEMPTS_MAX = 12
_LONGEST_PAUSE_S = 60.0


@dataclass(slots=True)
class Deliveries:
    """How often and how long the real lab tries is not documented; this back-off is ours."""

    queue: CallbackQueue
    client: httpx.AsyncClient
    retry_first_s: float
    loop: DueLoop = field(init=False)

    def __post_init__(self) -> None:
        self.loop = DueLoop(self.queue.upcoming, self.deliver)

    async def deliver(self, callback_id: int) -> None:
        callback = self.queue.find(callback_id)
        if callback is None:
            return
        try:
            response = await self.client.post(
                callback["url"],
                content=callback["body"],
                headers={"Content-Type": "application/json"},
            )
            outcome, delivered = str(response.status_code), response.is_success
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            outcome, delivered = type(error).__name__, False
        attempts = callback["attempts"] + 1
        if delivered:
            self.queue.record_attempt(callback_id, state="delivered", due_at=None, outcome=outcome)
        elif attempts >= _ATTEMPTS_MAX:
            self.queue.record_attempt(callback_id, state="given up", due_at=None, outcome=outcome)
        else:
            pause_s = min(_LONGEST_PAUSE_S, self.retry_first_s * 2 ** (attempts - 1))
            due_at = time.time() + pause_s
            self.queue.record_attempt(callback_id, state="pending", due_at=due_at, outcome=outcome)
