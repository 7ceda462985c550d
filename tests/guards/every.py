"""All guards, area by area, in the order in which the page shows them."""

from tests.guards.guard import Guard
from tests.guards.of_checkout import OF_CHECKOUT, OF_REPLIES
from tests.guards.of_deletions import OF_DELETIONS
from tests.guards.of_designs import OF_DESIGNS
from tests.guards.of_ends import OF_ENDS
from tests.guards.of_events import OF_EVENTS
from tests.guards.of_http import OF_HTTP
from tests.guards.of_jobs import OF_JOBS_TABLE, OF_WORKERS
from tests.guards.of_mail import OF_MAIL
from tests.guards.of_owners import OF_CARTS, OF_OWNERS
from tests.guards.of_payments import OF_PAYMENTS, OF_STATES
from tests.guards.of_prints import OF_CALLING_OFF, OF_PROGRESS, OF_SUBMISSION
from tests.guards.of_providers import OF_LAB, OF_STRIPE
from tests.guards.of_reconciling import OF_RECONCILING
from tests.guards.of_refunds import OF_LEDGER, OF_REFUNDS
from tests.guards.of_second_pages import OF_SECOND_PAGES

EVERY: tuple[Guard, ...] = (
    *OF_CHECKOUT,
    *OF_REPLIES,
    *OF_EVENTS,
    *OF_PAYMENTS,
    *OF_SECOND_PAGES,
    *OF_STATES,
    *OF_REFUNDS,
    *OF_LEDGER,
    *OF_SUBMISSION,
    *OF_DESIGNS,
    *OF_DELETIONS,
    *OF_CALLING_OFF,
    *OF_PROGRESS,
    *OF_ENDS,
    *OF_JOBS_TABLE,
    *OF_WORKERS,
    *OF_MAIL,
    *OF_RECONCILING,
    *OF_STRIPE,
    *OF_LAB,
    *OF_OWNERS,
    *OF_CARTS,
    *OF_HTTP,
)
