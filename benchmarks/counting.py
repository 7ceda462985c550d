"""How many SQL round trips one request of each kind takes, counted on the wire."""

from collections.abc import Callable, Mapping

import httpx
import msgspec

import bootstrap
from adapters.settings import Settings
from benchmarks.load import Call
from benchmarks.round_trips import counted_round_trips

REPEATS = 3


async def round_trips_of(
    settings: Settings, calls: Mapping[str, Callable[[int], Call]]
) -> dict[str, int]:
    """The most that any of a few repeats took; the first of each only warms connections up."""
    async with counted_round_trips(settings.database_url) as seen:
        counted = msgspec.structs.replace(
            settings, database_url=seen.database_url, database_pool_size=1
        )
        app = bootstrap.build_http(counted)
        transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
        counts = {}
        async with (
            app.lifespan(),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
        ):
            for name, make_call in calls.items():
                taken = []
                for serial in range(REPEATS + 1):
                    call = make_call(serial)
                    before = seen.count
                    answer = await client.request(
                        call.method, call.path, headers=call.headers, content=call.body
                    )
                    answer.raise_for_status()
                    taken.append(seen.count - before)
                counts[name] = max(taken[1:])
    return counts
