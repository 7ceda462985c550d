"""Files that are no printable picture are refused with a reason, and leave nothing behind."""

import time

import httpx
import pytest

from tests.http.buyer import Buyer
from tests.http.damaged_pictures import bomb, three_hundred_megapixels
from tests.http.problems import problem

ENDLESS = 51_000_000


async def has_no_picture(buyer: Buyer) -> bool:
    answer = await buyer.ask("GET", "/api/user-images")
    return bool(answer.json()["items"] == [])


@pytest.mark.parametrize(
    ("data", "declared", "status", "code"),
    [
        (
            b"This is a letter, and no picture at all." * 20,
            "image/jpeg",
            415,
            "picture_not_recognised",
        ),
        (b"GIF89a" + bytes(200), "image/gif", 415, "picture_not_recognised"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "image/svg+xml",
            415,
            "picture_not_recognised",
        ),
        (b"", "image/jpeg", 400, "picture_empty"),
        (three_hundred_megapixels(), "image/png", 413, "picture_too_many_pixels"),
        (bomb(), "image/png", 413, "picture_too_many_pixels"),
    ],
    ids=["a letter", "a GIF", "an SVG", "empty", "300 megapixels", "a bomb"],
)
async def test_what_cannot_be_printed_is_refused(
    buyer: Buyer, data: bytes, declared: str, status: int, code: str
) -> None:
    began = time.monotonic()
    problem(await buyer.upload(data, declared=declared), status, code, "file")
    assert time.monotonic() - began < 5
    assert await has_no_picture(buyer)


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.97])
async def test_a_truncated_picture_is_refused(buyer: Buyer, picture: bytes, kept: float) -> None:
    cut = picture[: int(len(picture) * kept)]
    problem(await buyer.upload(cut), 422, "picture_truncated", "file")
    assert await has_no_picture(buyer)


async def test_a_picture_that_is_not_what_it_says_is_refused(buyer: Buyer, picture: bytes) -> None:
    answer = await buyer.upload(picture, declared="image/png")
    problem(answer, 415, "picture_type_differs", "file")
    assert await has_no_picture(buyer)


async def test_a_form_without_the_file_is_refused(buyer: Buyer, picture: bytes) -> None:
    other = {"photo": ("picture.jpg", picture, "image/jpeg")}
    problem(
        await buyer.ask("POST", "/api/user-images", files=other), 422, "picture_missing", "file"
    )
    no_file = await buyer.ask("POST", "/api/user-images", data={"file": "just text"})
    problem(no_file, 422, "picture_missing", "file")
    two = [("file", ("a.jpg", picture, "image/jpeg")), ("file", ("b.jpg", picture, "image/jpeg"))]
    problem(await buyer.ask("POST", "/api/user-images", files=two), 422, "picture_missing", "file")


async def test_a_body_that_is_no_form_is_refused(buyer: Buyer, picture: bytes) -> None:
    for declared in ("image/jpeg", "application/json", "multipart/form-data", ""):
        answer = await buyer.ask(
            "POST", "/api/user-images", {"Content-Type": declared}, content=picture
        )
        assert answer.status_code in (400, 415, 422), answer.text
    assert await has_no_picture(buyer)


async def test_a_file_over_the_limit_is_refused(buyer: Buyer) -> None:
    answer = await buyer.upload(bytes(ENDLESS))
    problem(answer, 413, "picture_too_large", "file")
    assert await has_no_picture(buyer)


async def test_a_picture_too_small_for_its_frame_makes_no_product(
    buyer: Buyer, image_id: str
) -> None:
    answer = await buyer.make_product(image_id, frameSize="24x36")
    told = problem(answer, 422, "picture_too_small_for_print")
    assert told["facts"]["dpi"] < 100


async def test_a_link_that_was_changed_opens_nothing(
    buyer: Buyer, image_id: str, http: httpx.AsyncClient
) -> None:
    shown = (await buyer.ask("GET", f"/api/user-images/{image_id}")).json()
    link = httpx.URL(shown["url"])
    assert (await http.get(link)).status_code == 200
    forged = link.copy_set_param("signature", "0" * len(link.params["signature"]))
    problem(await http.get(forged), 403, "asset_signature_invalid")
    longer = link.copy_set_param("expires", str(int(link.params["expires"]) + 1))
    problem(await http.get(longer), 403, "asset_signature_invalid")
    for path in ("/assets/../secrets.json", "/assets/%2e%2e/secrets.json", "/assets/", "/assets/x"):
        assert (await http.get(path)).status_code in (403, 404)
