"""A click whose answer was lost counts once, also when it is repeated after the log-in."""

from uuid import UUID, uuid4

from adapters.outbound.memory.clock import MemoryClock
from domain.operations.reply import Request
from tests.contract.cart_till import CartTill
from tests.contract.merging_counter import Counter
from tests.contract.persistence import Persistence


async def test_a_retry_key_of_the_guest_is_known_as_the_users(persistence: Persistence) -> None:
    counter = Counter(persistence)
    product = await counter.framed(counter.guest)
    key = f"click-{uuid4()}"

    def click(owner_id: UUID) -> Request:
        return Request(owner_id=owner_id, key=key, fingerprint="add one")

    as_guest = CartTill(begin=persistence.begin, owner=counter.guest, clock=MemoryClock())
    answered = await as_guest.add(product.id, request=click(counter.guest.id))
    await counter.merge()
    as_user = CartTill(begin=persistence.begin, owner=counter.user, clock=MemoryClock())
    assert await as_user.add(product.id, request=click(counter.user.id)) == answered
    assert await counter.counted(counter.user) == {product.id: 1}
