"""Request limits counted in Redis or Valkey, for all processes of the shop together."""

import asyncio
import hashlib
from dataclasses import dataclass

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from adapters.outbound.redis.rate_script import Grant, RateScript, Wish
from application.resilience.ports import LogInUnavailable
from application.shared.ports import Clock
from domain.resilience.budgets import Budgets
from domain.resilience.circuit import Circuit
from domain.resilience.rate_class import (
    RATE_CLOSED_WITHOUT_COUNTING,
    RATE_HARDLY_WAITED_FOR,
    RateClass,
)
from domain.resilience.rate_limit import MICROSECONDS, RateLimit
from domain.resilience.refusals import TooManyRequests

# In braces, because a cluster runs a script on the keys of one slot only.
NAMESPACE = "{passepartout:rates}:"
CALLERS_AT_ONCE = 512
SPARES_MAX = 10_000

Caller = tuple[RateClass, str]
log = structlog.get_logger("rate_limits")


@dataclass(slots=True)
class _Asking:
    """The requests of one caller that wait for the same answer."""

    limit: RateLimit
    waiting: int = 0


class _Batch:
    """Callers who are asked about together; the answer is None when nobody could count."""

    def __init__(self) -> None:
        self.asking: dict[Caller, _Asking] = {}
        self.answer: asyncio.Task[dict[Caller, Grant] | None]


class RedisRateLimits:
    """One call at a time, for everybody who came in while the last one was under way.

    A call asks for a few requests more than wait, so that most are let in without one: see
    RateLimit.share. What is left over is kept here, for the callers who were last asked about.

    A server that fails is left alone while the circuit is open: an outage costs one timeout for
    each such pause, and not one for each request. A webhook waits for `webhook_wait_s` only.
    """

    def __init__(
        self,
        client: Redis,
        *,
        budgets: Budgets,
        circuit: Circuit,
        clock: Clock,
        secret: str,
        timeout_s: float,
        webhook_wait_s: float,
    ) -> None:
        self._script = RateScript(client)
        self._budgets = budgets
        self._circuit = circuit
        self._clock = clock
        # Without the secret nobody can find out by trying whose address or e-mail a key stands for.
        self._pepper = hashlib.sha256(secret.encode()).digest()
        self._timeout_s, self._webhook_wait_s = timeout_s, webhook_wait_s
        self._spares: dict[Caller, int] = {}
        self._gathering: _Batch | None = None
        self._one_at_a_time = asyncio.Lock()

    async def admit(self, rate_class: RateClass, key: str) -> None:
        limit = self._budgets.limit_of(rate_class, key)
        if limit is None or self._spend_spare((rate_class, key)):
            return
        wait_us = await self._wait_us((rate_class, key), limit)
        if wait_us is None and rate_class in RATE_CLOSED_WITHOUT_COUNTING:
            raise LogInUnavailable("redis", "requests cannot be counted")
        if wait_us:
            raise TooManyRequests(retry_after_s=wait_us / MICROSECONDS)

    def _spend_spare(self, caller: Caller) -> bool:
        spare = self._spares.get(caller, 0)
        if spare > 1:
            self._spares[caller] = spare - 1
        elif spare:
            del self._spares[caller]
        return spare > 0

    async def _wait_us(self, caller: Caller, limit: RateLimit) -> int | None:
        """0 when admitted, None when nobody could count."""
        if not self._circuit.may_try(self._clock.now()):
            return None
        batch = self._open_batch()
        asking = batch.asking.setdefault(caller, _Asking(limit))
        turn, asking.waiting = asking.waiting, asking.waiting + 1
        if caller[0] in RATE_HARDLY_WAITED_FOR:
            await asyncio.wait({batch.answer}, timeout=self._webhook_wait_s)
            if not batch.answer.done():
                return None
        # A caller who goes away must not take the others' answer along.
        answer = await asyncio.shield(batch.answer)
        if answer is None:
            return None
        return 0 if turn < answer[caller].granted else answer[caller].wait_us

    def _open_batch(self) -> _Batch:
        batch = self._gathering
        if batch is None or len(batch.asking) >= CALLERS_AT_ONCE:
            batch = self._gathering = _Batch()
            batch.answer = asyncio.create_task(self._asked(batch))
        return batch

    async def _asked(self, batch: _Batch) -> dict[Caller, Grant] | None:
        async with self._one_at_a_time:
            if self._gathering is batch:
                self._gathering = None
            now = self._clock.now()
            # The call before this one may just have failed.
            if not self._circuit.may_try(now):
                return None
            self._circuit = self._circuit.trying(now)
            wishes = [self._wish(caller, asking) for caller, asking in batch.asking.items()]
            try:
                async with asyncio.timeout(self._timeout_s):
                    grants = await self._script.grants(wishes)
            except (RedisError, OSError) as error:
                self._circuit = self._circuit.failed()
                log.warning("requests_not_counted", error=type(error).__name__, callers=len(wishes))
                return None
            self._circuit = self._circuit.succeeded()
        for (caller, asking), grant in zip(batch.asking.items(), grants, strict=True):
            self._keep(caller, grant.granted - asking.waiting)
        return dict(zip(batch.asking, grants, strict=True))

    def _wish(self, caller: Caller, asking: _Asking) -> Wish:
        rate_class, key = caller
        who = f"{rate_class.value}:{key}".encode()
        digest = hashlib.blake2b(who, digest_size=16, key=self._pepper).hexdigest()
        limit = asking.limit
        # Nobody gets a guess more for having asked at several processes.
        share = 1 if rate_class in RATE_CLOSED_WITHOUT_COUNTING else limit.share
        in_hand = self._spares.get(caller, 0)
        wanted = asking.waiting + max(0, share - 1 - in_hand)
        return Wish(NAMESPACE + digest, limit.interval_us, limit.depth_us, wanted)

    def _keep(self, caller: Caller, spare: int) -> None:
        if spare <= 0:
            return
        self._spares[caller] = self._spares.get(caller, 0) + spare
        if len(self._spares) > SPARES_MAX:
            # The one that got its spares first; forgetting them makes the limit only stricter.
            del self._spares[next(iter(self._spares))]
