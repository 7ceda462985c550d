"""People with an account for the benchmark: a password that is hashed as the shop hashes it."""

from datetime import UTC, datetime

from adapters.outbound.passwords.argon2_passwords import Argon2Passwords
from adapters.outbound.postgres.engine import make_engine
from adapters.outbound.postgres.work import PostgresBegin
from adapters.outbound.system.clock import new_id
from adapters.settings import Settings
from domain.identity.account import Account

PASSWORD = "a benchmark's password"  # noqa: S105 - nobody's


def passwords_of(settings: Settings) -> Argon2Passwords:
    return Argon2Passwords(
        memory_kib=settings.password_hash_memory_kib,
        passes=settings.password_hash_passes,
        lanes=settings.password_hash_lanes,
        hashes_at_once=settings.password_hashes_at_once,
        wait_s=settings.password_hash_wait_s,
    )


async def seed_customers(settings: Settings, *, count: int) -> list[str]:
    """Their e-mail addresses; all have the same password, hashed once."""
    hashed = await passwords_of(settings).hash(PASSWORD)
    engine = make_engine(settings, role="bench")
    at = datetime.now(UTC)
    emails = []
    try:
        async with PostgresBegin(engine)() as work:
            for _ in range(count):
                account_id = new_id()
                email = f"{account_id.hex}@bench.example"
                await work.accounts.add(
                    Account(
                        id=account_id,
                        email=email,
                        user_name="Bench",
                        created_at=at,
                        password_hash=hashed,
                        confirmed_at=at,
                    )
                )
                emails.append(email)
            await work.commit()
    finally:
        await engine.dispose()
    return emails
