"""The media routes, from the multipart body to the bytes behind the signed link."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from litestar import Litestar
from litestar.di import Provide
from litestar.testing import TestClient

from adapters.inbound.http.assets import AssetsController
from adapters.inbound.http.errors import HANDLERS
from adapters.inbound.http.media import PicturesController, picture_routes
from domain.identity.owner import Owner
from tests.unit.media.shop import LIMITS, Shop, photograph

ROUTE = "/api/user-images"
Client = TestClient[Litestar]


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def client(shop: Shop) -> Iterator[Client]:
    ann = Owner(uuid4())

    def given(value: Any) -> Provide:
        return Provide(lambda: value, sync_to_thread=False)

    app = Litestar(
        [
            picture_routes(picture_bytes_max=LIMITS.bytes_max),
            PicturesController,
            AssetsController,
        ],
        dependencies={
            "owner": given(ann),
            "idempotency_key": given(None),
            "retry": given(None),
            "upload_picture": given(shop.upload_picture),
            "list_pictures": given(shop.list_pictures),
            "show_picture": given(shop.show_picture),
            "upload_by_url": given(shop.upload_by_url),
            # Tried elsewhere.
            "delete_picture": given(None),
            "add_curated_picture": given(None),
            "open_asset": given(shop.open_asset),
        },
        exception_handlers=HANDLERS,
    )
    with TestClient(app) as client:
        yield client


def test_a_picture_goes_in_and_comes_out_again(client: Client) -> None:
    answer = client.post(ROUTE, files={"file": ("../dog.jpg", photograph(), "image/jpeg")})
    assert answer.status_code == 201
    sent = answer.json()
    assert (sent["width"], sent["height"], sent["mediaType"]) == (40, 30, "image/jpeg")
    assert sent["originalName"] == "dog.jpg"
    assert sent["createdAt"] == "2026-03-01T12:00:00Z"
    assert client.get(f"{ROUTE}/{sent['id']}").json() == sent
    listed = client.get(ROUTE, params={"page": 1, "limit": 5}).json()
    assert listed["items"] == [sent]
    assert listed["pagination"] == {"page": 1, "limit": 5, "hasMore": False, "next": None}


def test_the_next_page_is_led_to_by_a_cursor(client: Client) -> None:
    for shade in (10, 20, 30):
        client.post(ROUTE, files={"file": ("dog.jpg", photograph(shade=shade))})
    first = client.get(ROUTE, params={"limit": 2}).json()
    assert (len(first["items"]), first["pagination"]["hasMore"]) == (2, True)
    following = {"limit": 2, "cursor": first["pagination"]["next"]}
    second = client.get(ROUTE, params=following).json()
    assert second["pagination"] == {"page": 2, "limit": 2, "hasMore": False, "next": None}
    assert len({item["id"] for item in first["items"] + second["items"]}) == 3


@pytest.mark.parametrize("cursor", ["", "x", "A" * 38, "A" * 5_000, "../..", "\N{SNOWMAN}"])
def test_a_cursor_that_nobody_gave_out_is_refused(client: Client, cursor: str) -> None:
    answer = client.get(ROUTE, params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")


def test_a_picture_elsewhere_is_taken_like_one_that_was_sent(client: Client) -> None:
    answer = client.post(f"{ROUTE}/by-url", json={"url": "https://pictures.example/a/My%20dog.jpg"})
    assert answer.status_code == 201, answer.text
    assert answer.json()["originalName"] == "My dog.jpg"
    again = client.post(ROUTE, files={"file": ("dog.jpg", photograph())})
    assert again.json()["id"] == answer.json()["id"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://pictures.example/x", "picture_url_refused"),
        ("https://127.0.0.1/x", "picture_url_refused"),
        ("https://pictures.example/none", "picture_url_unreachable"),
    ],
)
def test_a_picture_elsewhere_that_cannot_be_had_is_refused(
    client: Client, url: str, code: str
) -> None:
    answer = client.post(f"{ROUTE}/by-url", json={"url": url})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["issues"][0]["field"] == "url"


@pytest.mark.parametrize("query", [{"limit": 101}, {"limit": 0}, {"page": 0}, {"page": "two"}])
def test_a_page_that_cannot_be_is_refused(client: Client, query: dict[str, Any]) -> None:
    assert client.get(ROUTE, params=query).status_code == 400


def test_an_unknown_picture_is_not_found(client: Client) -> None:
    answer = client.get(f"{ROUTE}/{uuid4()}")
    assert (answer.status_code, answer.json()["code"]) == (404, "picture_not_found")


@pytest.mark.parametrize("extra", [1, 10_000_000])
def test_too_large_a_file_is_refused(client: Client, extra: int) -> None:
    answer = client.post(ROUTE, files={"file": ("dog.jpg", bytes(LIMITS.bytes_max + extra))})
    assert (answer.status_code, answer.json()["code"]) == (413, "picture_too_large")


def test_a_body_of_unsaid_length_is_refused_while_it_arrives(client: Client) -> None:
    produced = []

    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for count in range(100):
            produced.append(count)
            yield bytes(100_000)

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = client.post(ROUTE, content=body(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "picture_too_large")


@pytest.mark.parametrize(
    ("name", "data", "declared", "code"),
    [
        ("a.jpg", b"", "image/jpeg", "picture_empty"),
        ("a.jpg", b"hello", "image/jpeg", "picture_not_recognised"),
        ("a.jpg", photograph()[:-9], "image/jpeg", "picture_truncated"),
        ("a.png", photograph(), "image/png", "picture_type_differs"),
        ("a.jpg", photograph(1001, 1000), "image/jpeg", "picture_too_many_pixels"),
    ],
)
def test_a_bad_picture_is_refused_with_its_reason(
    client: Client, name: str, data: bytes, declared: str, code: str
) -> None:
    answer = client.post(ROUTE, files={"file": (name, data, declared)})
    assert answer.json()["code"] == code
    assert 400 <= answer.status_code < 500


def test_a_request_without_the_file_is_refused(client: Client) -> None:
    ways: list[dict[str, Any]] = [
        {"files": {"other": b"x"}},
        {"data": {"file": "text"}},
        {"json": {}},
    ]
    for way in ways:
        answer = client.post(ROUTE, **way)
        assert answer.json()["code"] == "picture_missing"


def test_a_signed_link_shows_the_bytes_until_it_ends(client: Client, shop: Shop) -> None:
    url = client.post(ROUTE, files={"file": ("a.jpg", photograph())}).json()["url"]
    link = url.removeprefix("http://shop.example")
    shown = client.get(link)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert shown.content.startswith(b"\xff\xd8\xff")
    assert shown.headers["content-length"] == str(len(shown.content))
    assert shown.headers["x-content-type-options"] == "nosniff"
    same = client.get(link, headers={"If-None-Match": shown.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    asked = client.head(link)
    assert (asked.status_code, asked.content) == (200, b"")
    changed = client.get(link[:-1])
    assert (changed.status_code, changed.json()["code"]) == (403, "asset_signature_invalid")
    shop.clock.at += timedelta(hours=2)
    late = client.get(link)
    assert (late.status_code, late.json()["code"]) == (403, "asset_url_expired")


def test_a_link_to_nothing_is_not_found(client: Client, shop: Shop) -> None:
    url = shop.signatures.url("pictures/none.jpg", shop.clock.now() + timedelta(hours=1))
    answer = client.get(url.removeprefix("http://shop.example"))
    assert (answer.status_code, answer.json()["code"]) == (404, "asset_not_found")


def test_openapi_tells_how_to_send_a_picture(client: Client) -> None:
    operation = client.get("/schema/openapi.json").json()["paths"][ROUTE]["post"]
    form = operation["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert form["properties"]["file"]["format"] == "binary"
