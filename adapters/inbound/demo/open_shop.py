"""The shop that is bought from: the one that runs on this data directory, or one of our own."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec

from adapters.inbound.demo.refusals import DemoFailed
from adapters.inbound.supervisor.environment import embedded_parts, settings_in
from adapters.inbound.supervisor.stack import running_stack

STAND_INS = frozenset({"stripe", "prodigi"})
# The lab announces shipments but not production: looked for every second, it is seen in the two
# seconds that it takes at this factor.
LOOKS_OFTEN = {"DROPSHIP_POLL_INTERVAL_S": "1", "SCHEDULE_INTERVAL_S": "0.5"}
TIME_FACTOR = 30.0


class Notice(msgspec.Struct):
    """What `passepartout up` writes about the shop it keeps running."""

    public_base_url: str
    control: dict[str, str]


@dataclass(frozen=True, slots=True)
class Shop:
    base_url: str
    lab_control: str
    was_running: bool


@asynccontextmanager
async def open_shop(
    data_dir: Path, environment: Mapping[str, str], say: Callable[[str], None]
) -> AsyncIterator[Shop]:
    """Ends what it started. Raises DemoFailed, or CannotStart."""
    if notice := await _running(data_dir):
        _only_stand_ins(notice.control.keys())
        yield Shop(notice.public_base_url, notice.control["prodigi"], was_running=True)
        return
    given = settings_in(environment)
    _only_stand_ins(embedded_parts(given))
    async with running_stack(
        data_dir, environment={**LOOKS_OFTEN, **given}, time_factor=TIME_FACTOR, say=say
    ) as stack:
        shop, lab = stack.environment["PUBLIC_BASE_URL"], stack.environment["PRODIGI_API_BASE"]
        yield Shop(shop, f"{lab}/_control", was_running=False)


def _only_stand_ins(present: Collection[str]) -> None:
    """A demonstration must never charge a card or have something printed."""
    if not set(present) >= STAND_INS:
        raise DemoFailed(
            "The demo buys only where Stripe and Prodigi are stand-ins: unset STRIPE_API_BASE and "
            "PRODIGI_API_BASE."
        )


async def _running(data_dir: Path) -> Notice | None:
    """A notice may be left over from a shop that was killed."""
    try:
        notice = msgspec.json.decode((data_dir / "run" / "up.json").read_bytes(), type=Notice)
    except FileNotFoundError:
        return None
    async with httpx.AsyncClient(trust_env=False) as http:
        try:
            answer = await http.get(f"{notice.public_base_url}/health/live")
        except httpx.TransportError:
            return None
    return notice if answer.is_success else None
