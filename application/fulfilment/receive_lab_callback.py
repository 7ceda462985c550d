"""Take a callback of the lab in; its body is not trusted, it only says that it is time to look."""

from dataclasses import dataclass

from application.fulfilment.ports import BeginFulfilmentWork
from application.shared.ports import Clock
from domain.operations.job import JobKind, NewJob
from domain.payments.event import StoredEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveLabCallback:
    begin: BeginFulfilmentWork
    clock: Clock

    async def __call__(self, token: str, event_id: str, event_type: str, body: bytes) -> None:
        """`token` is the last part of the callback address. Raises DropshipNotFound."""
        async with self.begin() as work:
            dropship = await work.dropships.by_callback_token(token)
            is_new = await work.inbox.admit(
                StoredEvent(
                    provider="prodigi",
                    # Ids are scoped to the address, so that nobody can use up another order's id.
                    event_id=f"{dropship.id}:{event_id}",
                    type=event_type,
                    object_id=str(dropship.id),
                    body=body,
                    received_at=self.clock.now(),
                )
            )
            if is_new:
                await work.jobs.add(
                    [
                        NewJob(
                            kind=JobKind.FOLLOW_DROPSHIP,
                            dedupe_key=f"follow:{dropship.id}:{event_id}",
                            payload={"dropship_id": str(dropship.id)},
                        )
                    ]
                )
                await work.commit()
