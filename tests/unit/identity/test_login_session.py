"""What a refresh token is worth is decided by its place in the family and by the time."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from domain.identity.login_session import LoginSession, RefreshToken, Verdict
from tests.contract.sample_goods import NOON

GRACE = timedelta(seconds=20)
LIFETIME = timedelta(days=30)


def a_session(generation: int = 1) -> LoginSession:
    return LoginSession(
        id=uuid4(),
        account_id=uuid4(),
        device="",
        created_at=NOON,
        rotated_at=NOON,
        expires_at=NOON + timedelta(days=180),
        generation=generation,
    )


def newest(session: LoginSession) -> RefreshToken:
    return session.newest_token("hash", LIFETIME)


def test_the_newest_is_good_until_it_runs_out() -> None:
    session = a_session()
    last = NOON + LIFETIME - timedelta(seconds=1)
    assert session.judge(newest(session), last, GRACE) is Verdict.GOOD
    assert session.judge(newest(session), NOON + LIFETIME, GRACE) is Verdict.EXPIRED


def test_use_makes_a_log_in_last_but_not_for_ever() -> None:
    session = a_session()
    for days in range(20, 180, 20):
        assert session.judge(newest(session), NOON + timedelta(days=days), GRACE) is Verdict.GOOD
        session = session.rotate(NOON + timedelta(days=days))
    assert newest(session).expires_at == session.expires_at
    assert session.judge(newest(session), session.expires_at, GRACE) is Verdict.EXPIRED


@given(generation=st.integers(2, 9), older=st.integers(1, 8), after_s=st.floats(-5, 3600))
def test_of_older_ones_only_the_one_before_repeats_and_only_for_moments(
    generation: int, older: int, after_s: float
) -> None:
    session = a_session(generation)
    token = replace(newest(session), generation=generation - older)
    verdict = session.judge(token, NOON + timedelta(seconds=after_s), GRACE)
    expected = Verdict.REPEATED if older == 1 and after_s <= 20 else Verdict.REUSED
    assert verdict is expected


@given(generation=st.integers(1, 3), of=st.integers(1, 3))
def test_nothing_revives_what_has_ended(generation: int, of: int) -> None:
    session = a_session(of).end(NOON, "logged_out")
    token = replace(newest(session), generation=generation)
    assert session.judge(token, NOON, GRACE) is Verdict.ENDED
    assert session.end(NOON + GRACE, "again") == session
