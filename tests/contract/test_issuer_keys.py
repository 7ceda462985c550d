"""An issuer's keys: rotations are noticed, outages bridged, and nobody can make us ask often."""

import asyncio
import base64
import json
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from adapters.outbound.oidc.issuer_keys import IssuerKeys
from adapters.outbound.oidc.issuer_tokens import IssuerTokens
from application.shared.outcomes import Unavailable
from domain.identity.refusals import TokenInvalid
from tests.contract.issuers import JWKS, LocalIssuer, now

pytest_plugins = ["tests.contract.issuer_fixtures"]

MANY = 1_000
PATIENCE_S = 10.0


def with_key_id(token: str, kid: str) -> str:
    header = json.dumps({"alg": "ES256", "kid": kid}).encode()
    return ".".join([base64.urlsafe_b64encode(header).rstrip(b"=").decode(), *token.split(".")[1:]])


async def until_fetched(issuer: LocalIssuer, times: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if (await issuer.fetches())["jwks"] >= times:
                return
            await asyncio.sleep(0.01)


async def until_refused(tokens: IssuerTokens, token: str, at: datetime) -> None:
    """What was fetched in the background arrives at some moment."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                await tokens.read(token, at)
            except TokenInvalid:
                return
            await asyncio.sleep(0.01)


async def test_keys_are_discovered_and_fetched_once(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    token = await issuer.mint()
    for _ in range(20):
        await tokens.read(token, now())
    assert await issuer.fetches() == {"discovery": 1, "jwks": 1, "elsewhere": 0}


async def test_many_first_requests_share_one_fetch(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    token = await issuer.mint()
    await asyncio.gather(*(tokens.read(token, now()) for _ in range(200)))
    assert (await issuer.fetches())["jwks"] == 1


async def test_a_new_key_is_noticed_by_the_first_token_that_names_it(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    before = await issuer.mint()
    await tokens.read(before, now())
    await issuer.rotate(keepOld=True)
    await tokens.read(await issuer.mint(), now())
    await tokens.read(before, now())
    assert await issuer.fetches() == {"discovery": 1, "jwks": 2, "elsewhere": 0}


async def test_a_thousand_unknown_keys_cause_one_fetch(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    good, at = await issuer.mint(), now()
    await tokens.read(good, at)
    invented = [with_key_id(good, uuid4().hex) for _ in range(MANY)]
    found = await asyncio.gather(
        *(tokens.read(token, at) for token in invented), return_exceptions=True
    )
    assert {type(each) for each in found} == {TokenInvalid}
    assert (await issuer.fetches())["jwks"] == 2


async def test_however_they_come_unknown_ids_wait_for_the_pause(
    issuer: LocalIssuer, keys: IssuerKeys
) -> None:
    at = now()
    for _ in range(MANY):
        assert await keys.find(uuid4().hex, "ES256", at) is None
        at += timedelta(milliseconds=29)
    # The first set answered the first of them; then there was one fetch in 29 seconds.
    assert (await issuer.fetches())["jwks"] == 2
    await keys.find(uuid4().hex, "ES256", at + timedelta(seconds=30))
    assert (await issuer.fetches())["jwks"] == 3


async def test_unknown_ids_at_the_start_cause_one_fetch(
    issuer: LocalIssuer, keys: IssuerKeys
) -> None:
    at = now()
    found = await asyncio.gather(*(keys.find(uuid4().hex, "ES256", at) for _ in range(MANY)))
    assert set(found) == {None}
    assert (await issuer.fetches())["jwks"] == 1


async def test_a_clock_that_was_set_back_does_not_hide_new_keys(
    issuer: LocalIssuer, keys: IssuerKeys
) -> None:
    at = now()
    await keys.find(uuid4().hex, "ES256", at)
    await keys.find(uuid4().hex, "ES256", at)
    kid = await issuer.rotate()
    assert await keys.find(kid, "ES256", at - timedelta(minutes=1)) is not None


async def test_old_keys_serve_while_new_ones_are_fetched(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    token = await issuer.mint(lifetime_s=7200)
    await tokens.read(token, now())
    await issuer.rotate()
    await issuer.fail("latency", JWKS, seconds=0.3)
    later = now() + timedelta(minutes=11)
    # Withdrawn there, but this request does not wait to hear of it.
    await tokens.read(token, later)
    await until_fetched(issuer, 2)
    await until_refused(tokens, token, later)


@pytest.mark.parametrize("fault", ["reset", "status_500", "status_404", "garbage"])
async def test_an_outage_is_bridged_by_old_keys(
    issuer: LocalIssuer, tokens: IssuerTokens, fault: str
) -> None:
    token = await issuer.mint(lifetime_s=3 * 24 * 3600)
    await tokens.read(token, now())
    await issuer.fail(fault)
    for hours in (1, 12, 23):
        await tokens.read(token, now() + timedelta(hours=hours))
    with pytest.raises(Unavailable):
        await tokens.read(token, now() + timedelta(hours=25))
    await issuer.work_again()
    await tokens.read(token, now() + timedelta(hours=26))


async def test_an_issuer_that_is_down_is_not_asked_by_every_request(
    issuer: LocalIssuer, keys: IssuerKeys
) -> None:
    await issuer.fail("status_500")
    at = now()
    for _ in range(50):
        with pytest.raises(Unavailable) as refused:
            await keys.find("any", "ES256", at)
        assert refused.value.provider == "issuer"
        assert refused.value.retry_after_s == 5.0
    assert await issuer.fetches() == {"discovery": 1, "jwks": 0, "elsewhere": 0}
    await issuer.work_again()
    assert await keys.find("any", "ES256", at + timedelta(seconds=5)) is None


async def test_one_who_leaves_does_not_take_the_keys_from_the_others(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    token = await issuer.mint()
    await issuer.fail("latency", JWKS, seconds=0.3)
    leaves, stays = (asyncio.create_task(tokens.read(token, now())) for _ in range(2))
    await until_fetched(issuer, 1)
    leaves.cancel()
    await stays
    assert (await issuer.fetches())["jwks"] == 1


async def test_an_empty_set_does_not_replace_a_good_one(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    token = await issuer.mint(lifetime_s=7200)
    await tokens.read(token, now())
    await issuer.publish(answer="empty")
    later = now() + timedelta(minutes=11)
    await tokens.read(token, later)
    await until_fetched(issuer, 2)
    await tokens.read(token, later + timedelta(minutes=11))


async def test_keys_that_moved_are_discovered_anew(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    token = await issuer.mint(lifetime_s=3 * 3600)
    await tokens.read(token, now())
    await issuer.publish(discovery={"jwks_uri": f"{issuer.issuer}/elsewhere/jwks.json"})
    await issuer.fail("status_404", JWKS)
    await tokens.read(token, now() + timedelta(minutes=11))
    await until_fetched(issuer, 2)
    async with asyncio.timeout(PATIENCE_S):
        at = now() + timedelta(minutes=12)
        while (await issuer.fetches())["elsewhere"] == 0:
            await tokens.read(token, at)
            await asyncio.sleep(0.01)
    assert (await issuer.fetches())["discovery"] == 2
