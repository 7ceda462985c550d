"""What is not there and what is somebody else's look the same: 404."""

from uuid import uuid4

from tests.http.buyer import Buyer
from tests.http.problems import problem


async def test_unknown_and_foreign_products_are_not_found(stranger: Buyer, product_id: str) -> None:
    for wanted in (product_id, str(uuid4())):
        problem(await stranger.add(wanted), 404, "product_not_found")
        problem(await stranger.ask("GET", f"/api/products/{wanted}"), 404, "product_not_found")
    assert (await stranger.cart())["items"] == []


async def test_unknown_and_foreign_pictures_are_not_found(stranger: Buyer, image_id: str) -> None:
    for wanted in (image_id, str(uuid4())):
        problem(await stranger.make_product(wanted), 404, "picture_not_found")
        problem(await stranger.ask("GET", f"/api/user-images/{wanted}"), 404, "picture_not_found")


async def test_unknown_and_foreign_cart_lines_are_not_found(
    buyer: Buyer, stranger: Buyer, line_id: str
) -> None:
    before = await buyer.cart()
    for wanted in (line_id, str(uuid4())):
        problem(await stranger.change(wanted, 5), 404, "cart_line_not_found")
        gone = await stranger.ask("DELETE", f"/api/cart/items/{wanted}")
        problem(gone, 404, "cart_line_not_found")
    assert await buyer.cart() == before


async def test_unknown_and_foreign_orders_are_not_found(
    buyer: Buyer, stranger: Buyer, line_id: str
) -> None:
    order_id = (await buyer.check_out()).json()["orderId"]
    assert (await buyer.ask("GET", f"/api/orders/{order_id}")).status_code == 200
    for wanted in (order_id, str(uuid4())):
        problem(await stranger.ask("GET", f"/api/orders/{wanted}"), 404, "order_not_found")
    assert await stranger.orders() == []


async def test_ids_that_are_no_ids_are_clear_problems(buyer: Buyer) -> None:
    for path in ("/api/products/x", "/api/user-images/x", "/api/orders/1", "/api/orders/%00"):
        problem(await buyer.ask("GET", path), 404, "route_not_found")
    problem(await buyer.change("x", 1), 404, "route_not_found")
    problem(await buyer.add("x"), 400, "request_invalid", "productId")
    problem(await buyer.make_product("x"), 400, "request_invalid", "imageId")


async def test_a_frame_that_is_not_offered_is_refused(buyer: Buyer, image_id: str) -> None:
    for wrong in ({"frameSize": "9x9"}, {"frameStyle": "golden"}, {"frameMaterial": ""}):
        problem(await buyer.make_product(image_id, **wrong), 422, "frame_unknown")


async def test_pages_out_of_range_are_refused(buyer: Buyer) -> None:
    for query in ("page=0", "page=x", "limit=0", "limit=101", "page=99999999999"):
        for path in ("/api/orders", "/api/user-images"):
            problem(await buyer.ask("GET", f"{path}?{query}"), 400, "request_invalid")
