"""The rate limits' one statement: grant any number of callers requests, on the server's clock."""

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

# The same steps as RateLimit.decide, for each key in turn. A key lives as long as it says
# anything, so that memory is bounded by who is active.
SCRIPT = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local answers = {}
for place, key in ipairs(KEYS) do
  local interval, depth = tonumber(ARGV[3 * place - 2]), tonumber(ARGV[3 * place - 1])
  local wanted = tonumber(ARGV[3 * place])
  local latest = now + depth
  local before = math.min(math.max(tonumber(redis.call('GET', key) or 0), now), latest)
  local granted = math.min(wanted, math.floor((latest - before) / interval))
  local arrival = before + granted * interval
  if granted > 0 then
    local lives_ms = math.ceil((arrival - now) / 1000)
    redis.call('SET', key, string.format('%.0f', arrival), 'PX', lives_ms)
  end
  answers[2 * place - 1] = granted
  answers[2 * place] = math.max(0, arrival + interval - latest)
end
return answers
"""


def counting_client(url: str) -> Redis:
    """For nothing but counts: how long they may take is the caller's affair.

    Tried twice, because a connection that lay idle may be gone without anything being wrong.
    """
    return Redis.from_url(url, retry=Retry(NoBackoff(), 1))


class Wish(NamedTuple):
    """So many requests of the caller behind `key`."""

    key: str
    interval_us: int
    depth_us: int
    wanted: int


class Grant(NamedTuple):
    """`granted` of those that were wanted; the next is for after `wait_us`."""

    granted: int
    wait_us: int


class RateScript:
    """Sent by its digest; a server that does not know it, after a restart, is sent the whole."""

    def __init__(self, client: Redis) -> None:
        self._script = client.register_script(SCRIPT)

    async def grants(self, wishes: Sequence[Wish]) -> list[Grant]:
        """In the order of `wishes`. Raises what the client raises."""
        numbers = chain.from_iterable(wish[1:] for wish in wishes)
        answers: list[int] = await self._script([wish.key for wish in wishes], list(numbers))
        return [Grant(*pair) for pair in list(pairwise(answers))[::2]]
