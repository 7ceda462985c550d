"""The doctor tells a mail server that encrypts from one that does not, and tries the issuer."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP

from adapters.inbound.doctor.finding import Severity
from adapters.inbound.supervisor.stack import Stack
from tests.contract.issuers import LocalIssuer
from tests.contract.started_simulator import started
from tests.e2e.certificate import write_certificate
from tests.e2e.test_doctor import assert_problem, examined

AUDIENCE = "authenticated"


@contextlib.asynccontextmanager
async def mail_server(encrypts: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """Its SMTP_URL; it offers STARTTLS if it can encrypt."""
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: SMTP(None, loop=loop, tls_context=encrypts), "127.0.0.1", 0
    )
    yield f"smtp://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    listening.close()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """The file of the certificate, and a server's side with it."""
    public, private = write_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context


@pytest.fixture
async def issuer(tmp_path: Path) -> AsyncIterator[LocalIssuer]:
    async with started("simulators.identity", tmp_path) as simulator:
        yield LocalIssuer(simulator)


async def test_a_mail_server_that_offers_starttls_is_spoken_to_encrypted(
    stack: Stack, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    async with mail_server(context) as url:
        told = await examined(stack, SMTP_URL=url)
    assert told["mail"].severity is Severity.OK
    assert told["mail"].found == "the server answers, encrypted"


async def test_a_certificate_that_nobody_vouches_for_is_a_problem(
    stack: Stack, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    async with mail_server(certificate[1]) as url:
        told = await examined(stack, SMTP_URL=url)
    assert_problem(told["mail"], fix="certificate")
    assert "CertVerification" in told["mail"].found


async def test_a_mail_server_that_encrypts_nothing_is_told_apart(stack: Stack) -> None:
    async with mail_server() as url:
        told = await examined(stack, SMTP_URL=url)
    assert told["mail"].found == "the server answers, not encrypted"


async def test_an_issuer_with_good_keys_is_well(stack: Stack, issuer: LocalIssuer) -> None:
    told = await examined(stack, OIDC_ISSUER=issuer.issuer, OIDC_AUDIENCE=AUDIENCE)
    assert told["issuer"].severity is Severity.OK
    assert "keys" in told["issuer"].found


async def test_an_issuer_under_another_name_or_without_an_answer_is_found(
    stack: Stack, issuer: LocalIssuer
) -> None:
    other = await examined(stack, OIDC_ISSUER=f"{issuer.issuer}/", OIDC_AUDIENCE=AUDIENCE)
    await issuer.fail("status_500_before")
    broken = await examined(stack, OIDC_ISSUER=issuer.issuer, OIDC_AUDIENCE=AUDIENCE)
    for told in (other, broken):
        assert_problem(told["issuer"], fix="OIDC_ISSUER")
