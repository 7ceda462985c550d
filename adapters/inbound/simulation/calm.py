"""Is anything still under way that will change the books, or not found yet by who looks for it?"""

from datetime import timedelta

from adapters.inbound.simulation.announcements import Announcements
from adapters.inbound.simulation.books import Books
from adapters.inbound.simulation.clock import VirtualClock
from adapters.inbound.simulation.post import Post
from domain.operations.job import JobState

# What the provider never told of is looked for until then.
AFTER_EXPIRY = timedelta(hours=2)


def is_calm(
    books: Books,
    posts: tuple[Post, ...],
    announcements: Announcements,
    clock: VirtualClock,
    promised: timedelta,
) -> bool:
    """`promised` is how long it may take to find what no message told."""
    if announcements.last_at is not None and clock.now() - announcements.last_at < promised:
        return False
    if any(post.under_way for post in posts) or books.lab.at_work or not books.till.is_at_rest:
        return False
    if any(job.state in (JobState.READY, JobState.LEASED) for job in books.rows("jobs")):
        return False
    expected = clock.now() - AFTER_EXPIRY
    if any(
        session.is_open and session.settled_at is None and session.expires_at > expected
        for session in books.rows("checkout_sessions")
    ):
        return False
    made = {each.report.provider_order_id: each.report.status for each in books.lab.orders}
    return all(
        part.status is made.get(part.provider_order_id or "", part.status)
        for part in books.rows("dropships")
    )
