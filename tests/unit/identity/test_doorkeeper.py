"""What a route has not declared is open to nobody; whoever is let in is counted as themselves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar, get

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.credentials import AnyRequest, Credentials
from adapters.inbound.http.doorkeeper import Doorkeeper
from adapters.inbound.http.errors import HANDLERS
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.tokens.access_tokens import SignedAccessTokens
from adapters.outbound.tokens.caller_tokens import SignedCallerTokens
from adapters.outbound.tokens.guest_tokens import SignedGuestTokens
from adapters.outbound.tokens.own_accounts import OwnAccounts
from adapters.outbound.tokens.signed_claims import SignedClaims
from domain.identity.caller import Caller, Role
from domain.identity.owner import Owner
from domain.resilience.rate_class import RateClass

signed = SignedClaims("a secret of thirty-two characters", "shop")
clock = MemoryClock()
credentials = Credentials(OwnAccounts(SignedCallerTokens(signed)), clock)
SESSION = uuid4()


@dataclass
class Counted:
    """Lets everybody in, and remembers whom."""

    keys: list[tuple[RateClass, str]] = field(default_factory=list)
    ended: set[UUID] = field(default_factory=set)

    async def admit(self, rate_class: RateClass, key: str) -> None:
        self.keys.append((rate_class, key))

    async def is_alive(self, session_id: UUID) -> bool:
        return session_id not in self.ended


def token_of(role: Role, owner: Owner) -> str:
    if role is Role.GUEST:
        return SignedGuestTokens(signed, timedelta(hours=1)).issue(owner, clock.now()).token
    caller = Caller(owner=owner, role=role, session_id=SESSION)
    issuing = SignedAccessTokens(signed, timedelta(hours=1))
    return issuing.issue(caller, SESSION, clock.now()).token


@get("/forgotten", sync_to_thread=False)
def forgotten() -> str:
    return "in"


@get("/public", sync_to_thread=False, opt=open_to(Access.PUBLIC, RateClass.BROWSE))
def public() -> str:
    return "in"


@get("/buyer", sync_to_thread=False, opt=open_to(Access.BUYER, RateClass.CART))
def buyer(request: AnyRequest) -> str:
    return str(credentials.owner(request).id)


@get("/staff", sync_to_thread=False, opt=open_to(Access.STAFF, RateClass.CHANGE))
def staff(request: AnyRequest) -> str:
    return credentials.caller(request).role.value


@get("/password", sync_to_thread=False, opt=open_to(Access.BUYER, RateClass.LOG_IN))
def password() -> str:
    return "in"


@pytest.fixture
def counted() -> Counted:
    return Counted()


@pytest.fixture
async def http(counted: Counted) -> AsyncIterator[httpx.AsyncClient]:
    keeper = Doorkeeper(
        credentials,
        is_alive=counted.is_alive,
        limits=counted,
        client_address=lambda _: "an address",
    )
    app = Litestar(
        [forgotten, public, buyer, password, staff],
        guards=[keeper],
        exception_handlers=HANDLERS,
        openapi_config=None,
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://shop") as http:
        yield http


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("role", [None, *Role])
async def test_a_route_without_a_declaration_is_closed_to_everybody(
    http: httpx.AsyncClient, counted: Counted, role: Role | None
) -> None:
    headers = bearer(token_of(role, Owner(uuid4()))) if role else {}
    answer = await http.get("/forgotten", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert counted.keys == []


async def test_a_public_route_reads_no_credential_and_counts_by_address(
    http: httpx.AsyncClient, counted: Counted
) -> None:
    assert (await http.get("/public", headers=bearer("nonsense"))).text == "in"
    assert counted.keys == [(RateClass.BROWSE, "an address")]


async def test_the_route_is_told_who_it_is_and_the_caller_is_counted(
    http: httpx.AsyncClient, counted: Counted
) -> None:
    owner = Owner(uuid4())
    for role in Role:
        answer = await http.get("/buyer", headers=bearer(token_of(role, owner)))
        assert answer.text == str(owner.id)
    assert counted.keys == [(RateClass.CART, str(owner.id))] * 4


async def test_guesses_are_counted_by_address_whoever_makes_them(
    http: httpx.AsyncClient, counted: Counted
) -> None:
    for role in (Role.GUEST, Role.CUSTOMER):
        answer = await http.get("/password", headers=bearer(token_of(role, Owner(uuid4()))))
        assert answer.text == "in"
    assert counted.keys == [(RateClass.LOG_IN, "an address")] * 2


@pytest.mark.parametrize(
    ("role", "status", "said"),
    [
        (Role.GUEST, 401, "login_required"),
        (Role.CUSTOMER, 403, "not_allowed"),
        (Role.STAFF, 200, "staff"),
        (Role.ADMIN, 200, "admin"),
    ],
)
async def test_a_role_includes_those_below_it(
    http: httpx.AsyncClient, role: Role, status: int, said: str
) -> None:
    answer = await http.get("/staff", headers=bearer(token_of(role, Owner(uuid4()))))
    assert answer.status_code == status
    assert said in answer.text


async def test_staff_whose_log_in_was_ended_are_out_at_once(
    http: httpx.AsyncClient, counted: Counted
) -> None:
    counted.ended.add(SESSION)
    headers = bearer(token_of(Role.STAFF, Owner(uuid4())))
    answer = await http.get("/staff", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")
    assert (await http.get("/buyer", headers=headers)).status_code == 200


async def test_what_can_be_done_at_an_address_is_no_secret(http: httpx.AsyncClient) -> None:
    assert (await http.options("/staff")).headers["Allow"] == "GET, OPTIONS"
