"""A simulator that is killed loses nothing."""

from pathlib import Path

import stripe

from tests.simulators.stripe_process import Receiver, receiving, running_simulator, until


async def test_nothing_is_lost_when_it_is_killed(tmp_path: Path) -> None:
    async with receiving() as receiver, running_simulator(tmp_path, receiver) as simulator:
        paid = await simulator.create("key-of-the-first-life")
        receiver.answers = [503] * 1000
        await simulator.pay(paid)
        await until(lambda: len(receiver.received) > 0)
        await simulator.kill()
        receiver.answers.clear()
        receiver.received.clear()

        await simulator.start()
        await until(lambda: _has_completed(receiver, paid.id))
        again = await simulator.create("key-of-the-first-life")
        assert again.id == paid.id
        kept = await simulator.sessions.retrieve_async(paid.id)
        assert kept.payment_status == "paid"
        refund = await simulator.client.v1.refunds.create_async(
            params={"payment_intent": str(kept.payment_intent)}
        )
        assert refund.amount == kept.amount_total
        assert await simulator.stop() == 0


async def test_a_session_expires_by_itself(tmp_path: Path) -> None:
    async with receiving() as receiver, running_simulator(tmp_path, receiver) as simulator:
        session = await simulator.create()
        await simulator.control("POST", "clock", {"advance_s": 24 * 3600 + 1})
        await until(lambda: len(receiver.events("checkout.session.expired")) == 1)
        expired = await simulator.sessions.retrieve_async(session.id)
        assert expired.status == "expired"


def _has_completed(receiver: Receiver, session_id: str) -> bool:
    events: list[stripe.Event] = receiver.events("checkout.session.completed")
    return [event.data.object["id"] for event in events] == [session_id]
