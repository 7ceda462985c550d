"""Nothing told caches on the way to forget an answer about somebody, or their tokens."""

from tests.contract.test_rate_limits_over_http import ADA, CHECK, NEW_GUEST, as_guest, shop


async def test_no_cache_keeps_them(servers: dict[str, str]) -> None:
    async with shop(servers) as calling_from:
        ada = calling_from(ADA)
        answers = [
            await ada.request(**NEW_GUEST),
            await ada.request(**CHECK, headers=await as_guest(ada)),
            await ada.request(**CHECK),
        ]
    assert [answer.status_code for answer in answers] == [201, 200, 401]
    assert [answer.headers["Cache-Control"] for answer in answers] == ["no-store"] * 3


async def test_what_everybody_may_see_may_be_kept(servers: dict[str, str]) -> None:
    async with shop(servers) as calling_from:
        frames = await calling_from(ADA).get("/api/frames")
    assert frames.status_code == 200
    assert "no-store" not in frames.headers.get("Cache-Control", "")
