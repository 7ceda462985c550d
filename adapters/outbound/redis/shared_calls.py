"""A provider's call budget in Redis or Valkey, one for all API and worker processes together."""

import asyncio
from uuid import uuid4

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from application.resilience.call_budgets import NoCallLeft, SharedCalls
from application.shared.ports import Clock
from domain.resilience.call_budget import CallBudget, CallPriority
from domain.resilience.circuit import Circuit
from domain.resilience.rate_limit import MICROSECONDS

NAMESPACE = "passepartout:calls:"
# The same steps as CallBudget.wait_us, on the server's clock; a call is written down when it may
# be made. Nothing is kept for longer than it counts.
SCRIPT = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local window, most = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - window))
local made = redis.call('ZCARD', KEYS[1])
if made < most then
  redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[3])
  redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000))
  return 0
end
local leaves = redis.call('ZRANGE', KEYS[1], made - most, made - most, 'WITHSCORES')
return math.max(1, tonumber(leaves[2]) + window - now)
"""

log = structlog.get_logger("shared_calls")


class RedisSharedCalls:
    """While the server does not answer, every process keeps to the small share in `alone`."""

    def __init__(
        self,
        client: Redis,
        *,
        provider: str,
        budget: CallBudget,
        alone: SharedCalls,
        circuit: Circuit,
        clock: Clock,
        timeout_s: float,
    ) -> None:
        self._script = client.register_script(SCRIPT)
        self._provider = provider
        self._budget = budget
        self._alone = alone
        self._circuit = circuit
        self._clock = clock
        self._timeout_s = timeout_s

    async def spend(self, priority: CallPriority) -> None:
        wait_us = await self._counted(priority)
        if wait_us is None:
            await self._alone.spend(priority)
        elif wait_us:
            raise NoCallLeft(self._provider, "no call is left", wait_us / MICROSECONDS)

    async def _counted(self, priority: CallPriority) -> int | None:
        """None when nobody could count."""
        now = self._clock.now()
        if not self._circuit.may_try(now):
            return None
        self._circuit = self._circuit.trying(now)
        given: list[int | str] = [self._budget.window_us, self._budget.most(priority), uuid4().hex]
        try:
            async with asyncio.timeout(self._timeout_s):
                wait_us = int(await self._script([NAMESPACE + self._provider], given))
        except (RedisError, OSError) as error:
            self._circuit = self._circuit.failed()
            log.warning("calls_not_counted", provider=self._provider, error=type(error).__name__)
            return None
        self._circuit = self._circuit.succeeded()
        return wait_us
