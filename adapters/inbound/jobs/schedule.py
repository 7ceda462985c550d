"""What recurs: one job per kind and interval, however many schedulers there are."""

from dataclasses import dataclass
from datetime import datetime

from adapters.settings import Settings
from domain.operations.job import JobKind, NewJob


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    kind: JobKind
    every_s: float

    def due(self, at: datetime) -> NewJob:
        """The job of the interval that `at` lies in; its key is the same all through it."""
        interval = int(at.timestamp() // self.every_s)
        return NewJob(kind=self.kind, dedupe_key=f"{self.kind.value}:{self.every_s:g}:{interval}")


def recurring(settings: Settings) -> tuple[Recurring, ...]:
    return (
        Recurring(kind=JobKind.POLL_DROPSHIPS, every_s=settings.dropship_round_s),
        Recurring(kind=JobKind.RECONCILE_PAYMENTS, every_s=settings.reconcile_payments_interval_s),
        Recurring(
            kind=JobKind.RECONCILE_DROPSHIPS, every_s=settings.reconcile_dropships_interval_s
        ),
        Recurring(kind=JobKind.CHECK_THREE_WAYS, every_s=settings.three_way_interval_s),
        Recurring(kind=JobKind.EXPIRE_CARTS, every_s=settings.cart_expiry_interval_s),
        Recurring(kind=JobKind.EXPIRE_EXPORTS, every_s=settings.export_expiry_interval_s),
        Recurring(kind=JobKind.FORGET_EVENT_BODIES, every_s=settings.event_bodies_interval_s),
        Recurring(kind=JobKind.FORGET_LOGINS, every_s=settings.login_forget_interval_s),
        Recurring(kind=JobKind.FORGET_SIGN_UPS, every_s=settings.sign_up_forget_interval_s),
        Recurring(kind=JobKind.EXPIRE_UPLOADS, every_s=settings.upload_expiry_interval_s),
    )
