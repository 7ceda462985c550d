"""A buyer who does not give up: every request is repeated until the shop has answered it."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

import asyncpg
import httpx

from tests.crash.world import World
from tests.http.buyer import ADDRESS, FRAME
from tests.http.customer import new_customer
from tests.http.problems import SECRETS, check_answer

# While blows fall nothing may go wrong, but it may take its time; that all is done soon after the
# last one is what until_quiet demands.
PATIENCE_S = 300.0
PAUSE_S = 0.2
REPEAT_EVERY = 5
DESIGN_EVERY = 3
# A question that is asked with POST changes nothing, and is answered anew.
QUESTIONS = frozenset({"/api/shipping/quotes"})
# A link to a picture ends after a while, so each answer has a new one.
MADE_ANEW = frozenset({"url", "urlExpiresAt"})
# Not yet, or not now; anything else that is no 2xx would be the same the next time.
COME_BACK = {409, 429, 500, 502, 503, 504}


class NobodyAnswers(Exception):
    """In all that time; told with what was asked, and how it was answered last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a buyer was told with a 2xx, and how it has to end."""

    order_id: str
    order_number: str
    session_id: str
    email: str
    ends: str
    is_stopped: bool = False
    """Staff was told that nothing of it is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A request that was sent once more with its key, after it had been answered."""

    request: str
    first: Any
    again: Any


@dataclass(slots=True)
class Shopping:
    """All buyers of a run, what they were promised, and answers that no buyer should get."""

    world: World
    http: httpx.AsyncClient
    outside: httpx.AsyncClient
    picture: bytes
    staff_token: str
    promises: list[Promise] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    turns: Iterator[int] = field(default_factory=count)
    guests: Iterator[int] = field(default_factory=count)

    async def ask(self, token: str, method: str, path: str, **content: Any) -> Any:
        """The same request with the same key until it is answered; raises NobodyAnswers."""
        headers = {"Idempotency-Key": secrets.token_hex(8)} if method != "GET" else {}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        send = partial(self.http.request, method, path, headers=headers, **content)
        answer = (await self._until_answered(send)).json()
        # Keys belong to somebody; a stranger has none.
        is_command = method != "GET" and path not in QUESTIONS
        # A payment page that could not be made yet may be there the next time.
        is_final = answer.get("sessionId", "") is not None
        if is_command and is_final and token and next(self.turns) % REPEAT_EVERY == 0:
            again = (await self._until_answered(send)).json()
            self.repeats.append(
                Repeat(request=f"{method} {path}", first=_lasting(answer), again=_lasting(again))
            )
        return answer

    async def at_stripe(self, path: str) -> None:
        """The buyer's browser is with Stripe, which may be away for a moment as well."""
        base = self.world.environment["STRIPE_API_BASE"]
        await self._until_answered(partial(self.outside.post, f"{base}/_control/{path}", json={}))

    async def _until_answered(self, send: Any) -> httpx.Response:
        """Raises NobodyAnswers."""
        last = "nothing"
        try:
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    try:
                        answer: httpx.Response = await send()
                    except httpx.TransportError as error:
                        last = repr(error)
                        await asyncio.sleep(PAUSE_S)
                        continue
                    if answer.is_success:
                        return answer
                    last = f"{answer.status_code} {answer.text}"
                    if answer.status_code == 500 or answer.status_code not in COME_BACK:
                        request = f"{answer.request.method} {answer.request.url.path}"
                        self.complaints.append(f"{request}: {last}")
                    if answer.status_code not in COME_BACK:
                        answer.raise_for_status()
                    await asyncio.sleep(PAUSE_S)
        except TimeoutError as error:
            raise NobodyAnswers(f"{send.args}: {last}") from error

    async def check_out(self) -> tuple[str, str, dict[str, Any]]:
        """Token, e-mail address and checkout of a new guest with one print in the cart."""
        email = f"b-{secrets.token_hex(4)}@passepartout.example"
        token = (await self.ask("", "POST", "/api/auth/guest"))["token"]
        self.tokens.append(token)
        file = {"file": ("picture.jpg", self.picture, "image/jpeg")}
        image = await self.ask(token, "POST", "/api/user-images", files=file)
        wish = {"imageId": image["id"], **FRAME}
        if next(self.guests) % DESIGN_EVERY == 0:
            wish = {"designId": await self.finalised(token, wish)}
        product = await self.ask(token, "POST", "/api/products", json=wish)
        await self.ask(token, "POST", "/api/cart", json={"productId": product["id"], "quantity": 1})
        await self.ask(token, "POST", "/api/shipping/quotes", json={"countryCode": "GB"})
        return token, email, await self.begin_paying(token, email)

    async def finalised(self, token: str, wish: dict[str, str]) -> str:
        """A design whose print file is still to be made when the buyer pays, as like as not."""
        look = {"templateId": "portrait-with-name", "texts": {"name": "Bella"}, **wish}
        design: dict[str, str] = await self.ask(token, "POST", "/api/designs", json=look)
        await self.ask(token, "POST", f"/api/designs/{design['id']}/finalize")
        return design["id"]

    async def begin_paying(self, token: str, email: str) -> dict[str, Any]:
        body = {"email": email, "address": ADDRESS, "shippingMethod": "Budget"}
        while True:
            found: dict[str, Any] = await self.ask(
                token, "POST", "/api/checkout/create-session", json=body
            )
            # While Stripe's answer is not known yet there is an order, but no page to go to.
            if found["sessionId"]:
                return found
            await asyncio.sleep(PAUSE_S)

    def promised(
        self, email: str, checkout: dict[str, Any], ends: str, *, is_stopped: bool = False
    ) -> None:
        self.promises.append(
            Promise(
                order_id=checkout["orderId"],
                order_number=checkout["orderNumber"],
                session_id=checkout["sessionId"],
                email=email,
                ends=ends,
                is_stopped=is_stopped,
            )
        )


def _lasting(answer: dict[str, Any]) -> dict[str, Any]:
    if "jobPath" in answer:
        # How far a job has come is not what was promised.
        return {"jobId": answer["jobId"]}
    if "urlExpiresAt" not in answer:
        return answer
    lasting = {name: value for name, value in answer.items() if name not in MADE_ANEW}
    return lasting | {"thumbnails": [each["width"] for each in answer["thumbnails"]]}


@asynccontextmanager
async def shopping_in(world: World, picture: bytes) -> AsyncIterator[Shopping]:
    check = partial(check_answer, secrets=tuple(world.environment[name] for name in SECRETS))

    async def read_and_check(answer: httpx.Response) -> None:
        await answer.aread()
        check(answer)

    async with (
        httpx.AsyncClient(
            base_url=world.environment["PUBLIC_BASE_URL"],
            timeout=10.0,
            trust_env=False,
            event_hooks={"response": [read_and_check]},
        ) as http,
        httpx.AsyncClient(timeout=10.0, trust_env=False) as outside,
    ):
        staff_token = await _staff_token(world, http)
        yield Shopping(world, http, outside, picture, staff_token, tokens=[staff_token])


async def _staff_token(world: World, http: httpx.AsyncClient) -> str:
    connection = await asyncpg.connect(world.environment["DATABASE_URL"])
    try:
        return (await new_customer(http, connection, role="staff")).token
    finally:
        await connection.close()
