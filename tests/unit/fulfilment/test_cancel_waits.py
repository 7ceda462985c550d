"""What is just being sent is not written off as never sent: only the lab's answer can tell."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from application.fulfilment.cancel_dropship import CancelDropship
from application.shared.outcomes import Unavailable
from domain.fulfilment.cancellation import Cancellation
from domain.fulfilment.status import DropshipStatus
from domain.operations.job import JobKind, Lease
from tests.unit.checkout.shop import Shop


async def test_a_cancellation_waits_until_the_submission_was_answered() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    [part, *_] = await shop.parts(checkout.order.id)
    being_sent = replace(
        part,
        status=DropshipStatus.SUBMITTING,
        provider_order_id=None,
        cancellation=Cancellation.ASKED,
    )
    shop.store.table("dropships").put(part.id, being_sent)
    cancel = CancelDropship(begin=shop.begin, lab=shop.lab, clock=shop.clock)
    lease = Lease(
        job_id=uuid4(),
        kind=JobKind.CANCEL_DROPSHIP,
        payload={"dropship_id": str(part.id)},
        attempt=1,
        outages=0,
        token=uuid4(),
        until=shop.at() + timedelta(minutes=1),
    )
    with pytest.raises(Unavailable):
        await cancel(lease)
    assert being_sent in await shop.parts(checkout.order.id)
