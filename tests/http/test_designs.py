"""A design is drawn up, changed, copied, thrown away and made final, over HTTP."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.http.buyer import Buyer
from tests.http.designing import FRAME, a_draft, design, finalize, job_over
from tests.http.problems import problem


async def test_templates_are_there_for_everybody(http: httpx.AsyncClient) -> None:
    answer = await http.get("/api/templates")
    assert answer.status_code == 200
    templates = {each["id"]: each for each in answer.json()["items"]}
    assert "full-bleed" in templates
    assert templates["caption"]["slots"][0]["lengthMax"] == 40


async def test_a_draft_has_the_usual_where_nothing_is_said(buyer: Buyer, image_id: str) -> None:
    answer = await design(buyer, image_id)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["etag"] == '"1"'
    assert (made["status"], made["revision"]) == ("draft", 1)
    assert made["orientation"] == "landscape"
    assert made["placement"]["zoom"] == 1.0
    assert made["mount"] is None
    assert made["printQuality"]["verdict"] in ("poor", "good", "excellent")
    assert len(made["parametersCrc32"]) == 8
    shown = await buyer.ask("GET", made["urls"]["design"])
    assert shown.json() == made
    listed = await buyer.ask("GET", "/api/designs")
    assert listed.json()["items"] == [made]


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"templateId": "no-such"}, "template_unknown", "templateId"),
        ({"frameSize": "1x1"}, "frame_unknown", "frameSize"),
        ({"mount": {"colour": "snow"}}, "mount_not_offered", "mount.colour"),
        ({"paper": "red"}, "colour_invalid", "paper"),
        ({"placement": {"zoom": 0.5}}, "placement_invalid", "placement.zoom"),
        ({"placement": {"rotation": 400}}, "placement_invalid", "placement.rotation"),
        ({"texts": {"name": "Rex"}}, "text_not_accepted", "texts"),
        ({"templateId": None}, "design_incomplete", "templateId"),
    ],
)
async def test_what_cannot_be_made_is_refused(
    buyer: Buyer, image_id: str, changed: dict[str, Any], code: str, field: str
) -> None:
    answer = await design(buyer, image_id, **changed)
    problem(answer, 422, code, field)


async def test_a_picture_of_somebody_else_is_not_there(
    buyer: Buyer, stranger: Buyer, image_id: str
) -> None:
    problem(await design(stranger, image_id), 404, "picture_not_found")


async def test_a_change_is_a_revision_and_no_change_is_none(buyer: Buyer, image_id: str) -> None:
    draft = await a_draft(buyer, image_id)
    path = draft["urls"]["design"]
    same = await buyer.ask("PATCH", path, json={"placement": {"zoom": 1}})
    assert same.json() == draft
    turned = await buyer.ask("PATCH", path, json={"placement": {"zoom": 1.2, "rotation": 3}})
    assert turned.status_code == 200, turned.text
    assert turned.json()["revision"] == 2
    assert turned.json()["parametersCrc32"] != draft["parametersCrc32"]
    back = await buyer.ask("PATCH", path, json={"placement": {"zoom": 1, "rotation": 0}})
    assert back.json()["revision"] == 3
    assert back.json()["parametersCrc32"] == draft["parametersCrc32"]


async def test_two_tabs_do_not_undo_each_other(buyer: Buyer, image_id: str) -> None:
    draft = await a_draft(buyer, image_id)
    path = draft["urls"]["design"]
    answers = await asyncio.gather(
        *(
            buyer.ask("PATCH", path, {"If-Match": '"1"'}, json={"placement": {"zoom": zoom}})
            for zoom in (1.1, 1.2, 1.3)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]
    late = next(answer for answer in answers if answer.status_code == 412)
    assert problem(late, 412, "design_revision_differs")["facts"] == {"revision": 2}


async def test_a_design_is_made_final_once(buyer: Buyer, image_id: str) -> None:
    draft = await a_draft(buyer, image_id)
    answers = await asyncio.gather(*(finalize(buyer, draft["id"]) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {202}
    (job_id,) = {answer.json()["jobId"] for answer in answers}
    job = await job_over(buyer, job_id)
    assert (job["status"], job["progress"], job["attempt"]) == ("completed", 100, 1)
    assert sorted((job["width"], job["height"])) == [2400, 3000]
    file = await buyer.http.get(job["url"])
    assert file.status_code == 200
    assert file.content.startswith(b"\xff\xd8\xff")
    ready = (await buyer.ask("GET", draft["urls"]["design"])).json()
    assert (ready["status"], ready["renderJobId"]) == ("ready", job_id)
    again = await finalize(buyer, draft["id"])
    assert again.json()["jobId"] == job_id

    changing = await buyer.ask("PATCH", draft["urls"]["design"], json={"paper": "#000000"})
    problem(changing, 409, "design_frozen")
    problem(await buyer.ask("DELETE", draft["urls"]["design"]), 409, "design_frozen")


async def test_equal_designs_share_a_render(buyer: Buyer, image_id: str) -> None:
    first, second = await a_draft(buyer, image_id), await a_draft(buyer, image_id)
    job = (await finalize(buyer, first["id"])).json()
    await job_over(buyer, job["jobId"])
    shared = (await finalize(buyer, second["id"])).json()
    assert (shared["jobId"], shared["status"]) == (job["jobId"], "completed")
    assert (await buyer.ask("GET", second["urls"]["design"])).json()["status"] == "ready"


async def test_a_copy_remembers_the_original(buyer: Buyer, image_id: str) -> None:
    draft = await a_draft(buyer, image_id)
    await finalize(buyer, draft["id"])
    body = {"copyOf": draft["id"], "paper": "#222222"}
    copy = await buyer.ask("POST", "/api/designs", json=body)
    assert copy.status_code == 201, copy.text
    assert (copy.json()["status"], copy.json()["revision"]) == ("draft", 1)
    assert copy.json()["paper"] == "#222222"
    again = await buyer.ask("POST", "/api/designs", json={"copyOf": copy.json()["id"]})
    assert again.json()["originalDesignId"] == copy.json()["originalDesignId"] == draft["id"]


async def test_a_picture_that_is_too_coarse_is_not_made_final(buyer: Buyer, image_id: str) -> None:
    draft = await a_draft(buyer, image_id, placement={"zoom": 8})
    assert draft["printQuality"]["verdict"] == "refused"
    told = problem(await finalize(buyer, draft["id"]), 422, "picture_too_small_for_print")
    assert told["facts"]["dpi"] < told["facts"]["neededDpi"] == 100


async def test_a_draft_is_thrown_away(buyer: Buyer, image_id: str) -> None:
    draft = await a_draft(buyer, image_id)
    assert (await buyer.ask("DELETE", draft["urls"]["design"])).status_code == 204
    problem(await buyer.ask("GET", draft["urls"]["design"]), 404, "design_not_found")


async def test_a_retry_makes_one_design(buyer: Buyer, image_id: str) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first, second = await design(buyer, image_id, key), await design(buyer, image_id, key)
    assert first.json() == second.json()
    body = {"copyOf": first.json()["id"]}
    problem(await buyer.ask("POST", "/api/designs", key, json=body), 422, "idempotency_key_reused")


async def test_somebody_elses_design_is_not_there(
    buyer: Buyer, stranger: Buyer, image_id: str
) -> None:
    draft = await a_draft(buyer, image_id)
    path = draft["urls"]["design"]
    for method, rest in (
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/finalize"),
        ("POST", "/preview"),
        ("POST", "/preview?quality=high"),
    ):
        content: dict[str, Any] = {"json": {}} if method == "PATCH" else {}
        answer = await stranger.ask(method, path + rest, **content)
        problem(answer, 404, "design_not_found")
    copying = await stranger.ask("POST", "/api/designs", json={"copyOf": draft["id"], **FRAME})
    problem(copying, 404, "design_not_found")
    job = (await finalize(buyer, draft["id"])).json()
    problem(await stranger.ask("GET", job["jobPath"]), 404, "render_not_found")
