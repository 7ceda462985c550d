"""Every way of hashing tells the right password from all others, and says when it is too busy."""

import asyncio

import pytest

from adapters.outbound.memory.passwords import MemoryPasswords
from adapters.outbound.passwords.argon2_passwords import Argon2Passwords
from application.identity.ports import PasswordHashingBusy, Passwords


def argon2(**changes: float) -> Argon2Passwords:
    """As cheap as the algorithm lets it be."""
    given = {"memory_kib": 8, "passes": 1, "lanes": 1, "hashes_at_once": 2, "wait_s": 10.0}
    return Argon2Passwords(**{**given, **changes})  # type: ignore[arg-type]


@pytest.fixture(params=["memory", "argon2"])
async def passwords(request: pytest.FixtureRequest) -> Passwords:
    return MemoryPasswords() if request.param == "memory" else argon2()


@pytest.mark.parametrize("password", ["correct horse", "", "pässwörd 🔑", "\x00", "x" * 5000])
async def test_the_right_password_is_known_again(passwords: Passwords, password: str) -> None:
    hashed = await passwords.hash(password)
    assert await passwords.verify(password, hashed)
    assert not await passwords.verify(password + " ", hashed)
    assert password not in hashed or not password


async def test_equal_passwords_have_different_hashes(passwords: Passwords) -> None:
    assert await passwords.hash("correct horse") != await passwords.hash("correct horse")


async def test_nobody_has_no_password(passwords: Passwords) -> None:
    for password in ("", "nobody's password", "correct horse"):
        assert not await passwords.verify(password, None)


async def test_what_is_no_hash_matches_nothing(passwords: Passwords) -> None:
    for broken in ("x$y$z", "$argon2id$v=19$m=8,t=1,p=1$broken$broken"):
        assert not await passwords.verify("x", broken)


async def test_a_hash_of_today_need_not_be_made_anew(passwords: Passwords) -> None:
    assert not passwords.needs_rehash(await passwords.hash("correct horse"))


async def test_other_parameters_ask_for_a_new_hash_and_still_know_the_password() -> None:
    hashed = await argon2().hash("correct horse")
    assert hashed.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    for stronger in (argon2(memory_kib=16), argon2(passes=2)):
        assert stronger.needs_rehash(hashed)
        assert await stronger.verify("correct horse", hashed)


async def test_who_would_wait_too_long_is_told_so() -> None:
    passwords = argon2(memory_kib=65536, passes=4, hashes_at_once=1, wait_s=0.01)
    tries = [passwords.verify("x", None) for _ in range(8)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert outcomes[0] is False
    busy = [outcome for outcome in outcomes if isinstance(outcome, PasswordHashingBusy)]
    assert busy
    assert all(each.retry_after_s for each in busy)
    # Whoever gave up has left no place taken behind.
    patient = argon2(hashes_at_once=1)
    assert await patient.verify("x", await patient.hash("x"))


async def test_who_hangs_up_gives_the_place_back_when_the_thread_is_done() -> None:
    passwords = argon2(memory_kib=4096, hashes_at_once=1)
    leaving = asyncio.create_task(passwords.hash("x"))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await passwords.verify("x", await passwords.hash("x"))
