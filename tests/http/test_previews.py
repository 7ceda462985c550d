"""A preview is answered while the slider still moves, and known by its ETag."""

import asyncio

from tests.http.buyer import Buyer
from tests.http.designing import a_draft, job_over, preview
from tests.http.problems import problem

JPEG = b"\xff\xd8\xff"


async def test_a_preview_is_a_picture_known_by_its_etag(buyer: Buyer, image_id: str) -> None:
    draft = await a_draft(buyer, image_id)
    first = await preview(buyer, draft["id"])
    assert first.status_code == 200, first.text
    assert first.headers["content-type"] == "image/jpeg"
    assert first.content.startswith(JPEG)
    assert first.headers["x-parameters-crc32"] == draft["parametersCrc32"]
    assert first.headers["cache-control"].startswith("private")
    again = await preview(buyer, draft["id"])
    assert again.content == first.content
    etag = first.headers["etag"]
    known = await preview(buyer, draft["id"], {"If-None-Match": f'W/"x", {etag}'})
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", etag)


async def test_a_slider_is_shown_and_not_saved(buyer: Buyer, image_id: str) -> None:
    draft = await a_draft(buyer, image_id)
    zooms = [1 + step / 20 for step in range(6)]
    shown = await asyncio.gather(
        *(preview(buyer, draft["id"], placement={"zoom": zoom}) for zoom in zooms)
    )
    assert {answer.status_code for answer in shown} == {200}
    assert len({answer.headers["etag"] for answer in shown}) == len(zooms)
    assert len({answer.content for answer in shown}) == len(zooms)
    assert (await buyer.ask("GET", draft["urls"]["design"])).json() == draft


async def test_what_cannot_be_shown_is_refused(buyer: Buyer, image_id: str) -> None:
    draft = await a_draft(buyer, image_id)
    problem(await preview(buyer, draft["id"], paper="blue"), 422, "colour_invalid")
    answer = await preview(buyer, draft["id"], noSuchField=1)
    problem(answer, 400, "request_invalid")


async def test_a_large_preview_is_made_in_the_background(buyer: Buyer, image_id: str) -> None:
    draft = await a_draft(buyer, image_id)
    path = f"/api/designs/{draft['id']}/preview?quality=high"
    first, second = await asyncio.gather(*(buyer.ask("POST", path) for _ in range(2)))
    assert first.status_code == second.status_code == 202
    assert first.json()["jobId"] == second.json()["jobId"]
    job = await job_over(buyer, first.json()["jobId"])
    assert (job["kind"], job["status"]) == ("preview", "completed")
    assert max(job["width"], job["height"]) == 2400
    file = await buyer.http.get(job["url"])
    assert file.content.startswith(JPEG)
    assert (await buyer.ask("GET", draft["urls"]["design"])).json() == draft
