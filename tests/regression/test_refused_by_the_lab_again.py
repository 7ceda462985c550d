"""A print that the lab refused a second time was once nobody's concern any more."""

from application.fulfilment.submit_jobs import submit_again_job
from application.reconciliation.close_what_is_gone import close_as_gone
from application.shared.outcomes import Rejected
from domain.fulfilment.status import DropshipStatus
from tests.unit.checkout.shop import Shop

REFUSAL = Rejected("prodigi", "order.items.sku.Unknown")


async def test_the_item_of_a_refusal_opens_again() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    shop.lab.trouble.before_effect(REFUSAL)
    await shop.pay(checkout)
    await shop.work()
    async with shop.begin() as work:
        [item] = await work.attention_list.of_order(checkout.order.id)
        await close_as_gone(work, item, "It is sent once more.", "staff", shop.at())
        for part in await work.dropships.of_order(checkout.order.id):
            if part.status is DropshipStatus.FAILED:
                again = part.resubmitted()
                await work.dropships.save(again)
                await work.jobs.add([submit_again_job(again, shop.at())])
        await work.commit()
    shop.lab.trouble.before_effect(REFUSAL)
    await shop.work()
    async with shop.begin() as work:
        assert [item.is_open for item in await work.attention_list.of_order(checkout.order.id)] == [
            True
        ]
