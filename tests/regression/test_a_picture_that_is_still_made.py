"""Of a picture that took long to read, a second process began to make another while the first did.

The claim on a finished upload ended after a minute, which is shorter than three attempts that each
wait for a process, start it, and let it work until its deadline; before them its owner's turn.
"""

from adapters.outbound.imaging.child import START_S_MAX
from adapters.settings import Settings


def test_a_claim_lasts_longer_than_making_a_picture_may_take() -> None:
    settings = Settings()
    wait_s = settings.picture_decode_wait_s
    attempt_s = wait_s + START_S_MAX + settings.picture_decode_deadline_s
    longest_s = wait_s + settings.picture_decode_attempts_max * attempt_s
    assert settings.upload_finish_claim_s > longest_s
