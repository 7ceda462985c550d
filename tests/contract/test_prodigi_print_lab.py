"""What only the lab at Prodigi's can show: a bad network, holds, issues and words of its wire."""

import json
from uuid import uuid4

import msgspec
import pytest

from adapters.outbound.prodigi.client import ProdigiClient
from adapters.outbound.prodigi.order_reading import LabOrder
from adapters.outbound.prodigi.print_lab import ProdigiPrintLab
from application.shared.outcomes import OutcomeUnknown, Rejected, Unavailable
from domain.fulfilment.status import DropshipStatus
from domain.shipping.address import Address
from tests.contract.print_labs import (
    ASSET_URL,
    ORDERS,
    AtProdigi,
    body_of,
    known,
    prodigi_client,
    submitted,
)
from tests.contract.sample_order import LONDON, an_order

pytest_plugins = ["tests.contract.simulator_fixtures"]


@pytest.mark.parametrize(
    ("fault", "more"),
    [
        ("status_500_before", {}),
        ("status_500_after", {}),
        ("status_503", {}),
        ("garbage", {"when": "before"}),
        ("garbage", {"when": "after"}),
        ("reset", {"when": "before"}),
        ("reset", {"when": "after"}),
        ("hang", {"when": "after", "seconds": 30}),
    ],
)
async def test_without_a_clear_answer_prodigis_outcome_is_unknown_and_the_key_settles_it(
    prodigi: AtProdigi, fault: str, more: dict[str, object]
) -> None:
    simulator = prodigi.simulator
    client = prodigi_client(simulator, timeout_s=0.5)
    lab, before = ProdigiPrintLab(client), await prodigi.count_orders()
    body = body_of(lab, an_order())
    await simulator.break_next(fault, method="POST", path=ORDERS, **more)
    with pytest.raises(OutcomeUnknown):
        await lab.submit(body)
    await simulator.work_again()
    submission = await lab.submit(body)
    assert (await known(lab, submission.provider_order_id)).status is DropshipStatus.SUBMITTED
    assert await prodigi.count_orders() == before + 1
    await client.aclose()


@pytest.mark.parametrize("fault", ["status_500", "garbage", "reset", "status_429", "status_401"])
async def test_a_failed_read_at_prodigi_is_unavailable(prodigi: AtProdigi, fault: str) -> None:
    provider_order_id = await submitted(prodigi.port)
    await prodigi.simulator.break_next(fault, method="GET", path=f"{ORDERS}/*")
    with pytest.raises(Unavailable):
        await prodigi.port.report(provider_order_id)


async def test_a_busy_prodigi_says_when_to_come_back(prodigi: AtProdigi) -> None:
    await prodigi.be_busy()
    with pytest.raises(Unavailable) as trouble:
        await submitted(prodigi.port)
    assert trouble.value.retry_after_s == 1


async def test_an_address_that_prodigi_refuses_is_rejected_without_telling_it(
    prodigi: AtProdigi,
) -> None:
    nowhere = Address(
        name="Ada Lovelace",
        line1="1 Secret Street",
        town_or_city="Springfield",
        postal_or_zip_code="SECRET",
        country_code="US",
    )
    with pytest.raises(Rejected) as refusal:
        await prodigi.port.submit(body_of(prodigi.port, an_order(address=nowhere)))
    assert "postalOrZipCode" in refusal.value.detail
    assert "SECRET" not in str(refusal.value)


async def test_an_order_on_hold_has_no_report_until_it_is_released(prodigi: AtProdigi) -> None:
    await prodigi.dial(on_hold=True)
    body = body_of(prodigi.port, an_order())
    submission = await prodigi.port.submit(body)
    assert submission.status is DropshipStatus.ON_HOLD
    assert await prodigi.port.report(submission.provider_order_id) is None
    assert await prodigi.port.submit(body) == submission
    path = f"orders/{submission.provider_order_id}/release"
    await prodigi.simulator.control("POST", path)
    report = await known(prodigi.port, submission.provider_order_id)
    assert report.status is DropshipStatus.SUBMITTED


async def test_a_sparse_reply_to_a_known_key_is_read_in_full(prodigi: AtProdigi) -> None:
    await prodigi.dial(sparse_already_exists=True)
    key = str(uuid4())
    body = body_of(prodigi.port, an_order(), key)
    first = await prodigi.port.submit(body)
    assert await prodigi.port.submit(body) == first
    with pytest.raises(Rejected):
        await prodigi.port.submit(body_of(prodigi.port, an_order(), key))
    await prodigi.simulator.break_next("reset", method="GET", path=f"{ORDERS}/*")
    with pytest.raises(OutcomeUnknown):
        await prodigi.port.submit(body)


@pytest.mark.parametrize(
    ("dial", "status", "problem"),
    [
        ("created_with_issues", DropshipStatus.SUBMITTED, "PhoneNumberDefaulted"),
        ("payment_authorisation", DropshipStatus.ON_HOLD, "RequiresPaymentAuthorisation"),
        ("sku_unavailable", DropshipStatus.FAILED, "ItemUnavailable"),
    ],
)
async def test_an_order_created_with_issues_tells_staff_which(
    prodigi: AtProdigi, dial: str, status: DropshipStatus, problem: str
) -> None:
    await prodigi.dial(**{dial: True})
    submission = await prodigi.port.submit(body_of(prodigi.port, an_order()))
    assert submission.status is status
    assert problem in (submission.problem or "")
    report = await known(prodigi.port, submission.provider_order_id)
    assert (report.status, report.problem) == (status, submission.problem)


async def test_a_picture_that_cannot_be_fetched_fails_the_order_without_showing_its_address(
    prodigi: AtProdigi,
) -> None:
    provider_order_id = await submitted(prodigi.port)
    await prodigi.simulator.control("POST", f"orders/{provider_order_id}/fail")
    report = await known(prodigi.port, provider_order_id)
    assert report.status is DropshipStatus.FAILED
    assert report.problem == "order.items.assets.FailedToDownloaded"


async def test_words_that_prodigi_may_add_do_no_harm(prodigi: AtProdigi) -> None:
    await prodigi.dial(unknown_values=True)
    provider_order_id = await submitted(prodigi.port)
    await prodigi.advance_until(provider_order_id, "in_production")
    report = await known(prodigi.port, provider_order_id)
    assert report.status is DropshipStatus.IN_PRODUCTION
    assert [shipment.has_left for shipment in report.shipments] == [False]


async def test_copies_in_two_parcels_are_shipped_when_both_have_left(prodigi: AtProdigi) -> None:
    await prodigi.dial(split_shipments=True)
    provider_order_id = await submitted(prodigi.port)
    await prodigi.advance_until(provider_order_id, "shipping")
    report = await known(prodigi.port, provider_order_id)
    assert report.status is DropshipStatus.IN_PRODUCTION
    assert [shipment.has_left for shipment in report.shipments] == [True, False]
    await prodigi.advance_until(provider_order_id, "shipping")
    assert (await known(prodigi.port, provider_order_id)).status is DropshipStatus.SHIPPED


async def test_an_address_without_postal_code_or_town_is_accepted(prodigi: AtProdigi) -> None:
    place = Address(
        name="Ada", line1="1 Queen's Road", town_or_city="", postal_or_zip_code="",
        country_code="US", line2="", state_or_county="",
    )  # fmt: skip
    sent = json.loads(body_of(prodigi.port, an_order(address=place)))["recipient"]["address"]
    assert sent["stateOrCounty"] is None
    assert sent["line2"] is None
    assert (await prodigi.port.submit(body_of(prodigi.port, an_order(address=place)))).status


def test_a_body_for_prodigi_carries_every_reference() -> None:
    order = an_order(number="PP-100042", currency="JPY", address=LONDON)
    lab = ProdigiPrintLab(ProdigiClient(api_base="http://x", api_key="x", timeout_s=1))
    body = json.loads(body_of(lab, order, "key-1"))
    line = order.lines[0]
    assert body["merchantReference"] == "PP-100042-1"
    assert body["idempotencyKey"] == "key-1"
    assert body["metadata"] == {
        "orderId": str(order.id),
        "orderNumber": "PP-100042",
        "lineId": str(line.id),
        "fulfilmentKey": "key-1",
    }
    assert "phoneNumber" not in body["recipient"]
    [item] = body["items"]
    assert item["merchantReference"] == str(line.id)
    assert item["copies"] == line.quantity
    assert item["recipientCost"] == {"amount": "3900", "currency": "JPY"}
    assert item["assets"] == [{"printArea": "default", "url": ASSET_URL, "md5Hash": line.asset_md5}]


def a_lab_order(stage: str = "InProgress", **changes: object) -> LabOrder:
    order = {"id": "ord_1", "status": {"stage": stage, "details": {}}} | changes
    return msgspec.convert(order, LabOrder)


@pytest.mark.parametrize(
    ("order", "status"),
    [
        (a_lab_order("COMPLETE"), DropshipStatus.COMPLETE),
        (a_lab_order("cancelled"), DropshipStatus.CANCELLED),
        (a_lab_order("NextYearsStage"), DropshipStatus.SUBMITTED),
        (a_lab_order(status=None), DropshipStatus.SUBMITTED),
        (a_lab_order(status={"stage": None, "details": None}), DropshipStatus.SUBMITTED),
        (a_lab_order(status={"details": {"inProduction": "Paused"}}), DropshipStatus.IN_PRODUCTION),
        (a_lab_order(status={"details": {"downloadAssets": "Error"}}), DropshipStatus.FAILED),
        (a_lab_order(shipments=[{"id": "shp_1", "status": "Shipped"}]), DropshipStatus.SHIPPED),
        (a_lab_order(shipments=[{"id": "shp_1", "status": "cancelled"}]), DropshipStatus.SUBMITTED),
        (
            a_lab_order(
                shipments=[{"id": "1", "status": "Shipped", "items": [{"itemId": "ori_1"}]}],
                items=[{"id": "ori_1"}, {"id": "ori_2"}],
            ),
            DropshipStatus.SUBMITTED,
        ),
        (
            a_lab_order(
                shipments=[{"id": "1", "status": "Shipped"}, {"id": "2", "status": "Cancelled"}]
            ),
            DropshipStatus.SHIPPED,
        ),
    ],
)
def test_a_status_is_read_in_any_case_and_with_anything_missing(
    order: LabOrder, status: DropshipStatus
) -> None:
    assert order.as_report().status is status


def test_a_failed_attempt_that_is_made_again_is_no_problem() -> None:
    issues = [
        {"errorCode": "order.items.assets.NotDownloaded", "description": "at https://secret"},
        {"errorCode": None},
    ]
    report = a_lab_order(status={"stage": "InProgress", "issues": issues}).as_report()
    assert (report.status, report.problem) == (DropshipStatus.SUBMITTED, None)
