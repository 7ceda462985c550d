"""A browser at the shop: it keeps cookies, and sends back what scripts can read of them."""

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

import httpx

from tests.http.customer import PASSWORD

ACCESS = "__Host-passepartout-access"
REFRESH = "__Host-passepartout-refresh"
GUEST = "__Host-passepartout-guest"
CSRF = "__Host-passepartout-csrf"
NOTE = "Passepartout-Session"


@dataclass(slots=True, kw_only=True)
class Browser:
    """httpx would keep Secure cookies from a server without TLS; browsers trust 127.0.0.1."""

    http: httpx.AsyncClient
    cookies: dict[str, str] = field(default_factory=dict)

    async def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, **content: Any
    ) -> httpx.Response:
        """With the proof that scripts of the shop add to what they send."""
        proof = {"X-CSRF-Token": self.cookies[CSRF]} if CSRF in self.cookies else {}
        return await self.send(method, path, {**proof, **(headers or {})}, **content)

    async def send(
        self, method: str, path: str, headers: dict[str, str] | None = None, **content: Any
    ) -> httpx.Response:
        """As any page could make the browser send it."""
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {**({"Cookie": jar} if jar else {}), **(headers or {})}
        answer = await self.http.request(method, path, headers=sent, **content)
        # httpx keeps some of them on its own, and would send them with the next one's.
        self.http.cookies.clear()
        self.keep(answer)
        return answer

    def keep(self, answer: httpx.Response) -> None:
        for header in answer.headers.get_list("Set-Cookie"):
            for name, morsel in SimpleCookie(header).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value

    async def become_guest(self) -> str:
        answer = await self.ask("POST", "/api/auth/guest", json={"cookies": True})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["guestId"])

    async def log_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        body = {"email": email, "password": password, "cookies": True}
        return await self.ask("POST", "/api/auth/login", json=body)
