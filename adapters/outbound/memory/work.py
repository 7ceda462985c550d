"""One unit of work at a time over tables in memory; what is not committed is undone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.outbound.memory.accounts import MemoryAccounts
from adapters.outbound.memory.addresses import MemoryAddresses
from adapters.outbound.memory.admins import MemoryAdmins
from adapters.outbound.memory.attention import MemoryAttentionItems
from adapters.outbound.memory.attention_list import MemoryAttentionList
from adapters.outbound.memory.attention_upkeep import MemoryAttentionUpkeep
from adapters.outbound.memory.belongings import MemoryBelongings
from adapters.outbound.memory.cart_histories import MemoryCartHistories
from adapters.outbound.memory.cart_merges import MemoryCartMerges
from adapters.outbound.memory.cart_operations import MemoryCartOperations
from adapters.outbound.memory.cart_register import MemoryCartRegister
from adapters.outbound.memory.carts import MemoryCarts
from adapters.outbound.memory.checkout_sessions import MemoryCheckoutSessions
from adapters.outbound.memory.curated_pictures import MemoryCuratedPictures
from adapters.outbound.memory.designs import MemoryDesigns
from adapters.outbound.memory.dropships import MemoryDropships
from adapters.outbound.memory.email_tickets import MemoryEmailTickets
from adapters.outbound.memory.idle_carts import MemoryIdleCarts
from adapters.outbound.memory.inbox import MemoryInbox
from adapters.outbound.memory.job_register import MemoryJobRegister
from adapters.outbound.memory.jobs import MemoryJobs
from adapters.outbound.memory.known_events import MemoryKnownEvents
from adapters.outbound.memory.lab_books import MemoryLabBooks
from adapters.outbound.memory.login_sessions import MemoryLoginSessions
from adapters.outbound.memory.mails import MemoryMails
from adapters.outbound.memory.marks import MemoryMarks
from adapters.outbound.memory.open_sessions import MemoryOpenSessions
from adapters.outbound.memory.order_register import MemoryOrderRegister
from adapters.outbound.memory.orders import MemoryOrders
from adapters.outbound.memory.orders_of_cart import MemoryOrdersOfCart
from adapters.outbound.memory.payment_facts import MemoryPaymentFacts
from adapters.outbound.memory.personal_exports import MemoryPersonalExports
from adapters.outbound.memory.personal_traces import MemoryPersonalTraces
from adapters.outbound.memory.picture_uses import MemoryPictureUses
from adapters.outbound.memory.pictures import MemoryPictures
from adapters.outbound.memory.products import MemoryProducts
from adapters.outbound.memory.refunds import MemoryRefunds
from adapters.outbound.memory.renders import MemoryRenders
from adapters.outbound.memory.replies import MemoryReplies
from adapters.outbound.memory.staff_actions import MemoryStaffActions
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.memory.three_way_report import MemoryThreeWayReport
from adapters.outbound.memory.timeline import MemoryTimeline
from adapters.outbound.memory.uploads import MemoryUploads
from application.shared.ports import Clock


class MemoryWork:
    """Every collection over one store; use cases see the narrow protocol they ask for."""

    def __init__(self, store: MemoryStore, clock: Clock) -> None:
        self._store = store
        self.accounts = MemoryAccounts(store)
        self.attention_list = MemoryAttentionList(store)
        self.attention_upkeep = MemoryAttentionUpkeep(store)
        self.job_register = MemoryJobRegister(store, clock)
        self.known_events = MemoryKnownEvents(store)
        self.lab_books = MemoryLabBooks(store)
        self.marks = MemoryMarks(store)
        self.open_sessions = MemoryOpenSessions(store)
        self.order_register = MemoryOrderRegister(store)
        self.staff_actions = MemoryStaffActions(store)
        self.three_ways = MemoryThreeWayReport(store)
        self.addresses = MemoryAddresses(store)
        self.admins = MemoryAdmins(store)
        self.attention = MemoryAttentionItems(store)
        self.belongings = MemoryBelongings(store)
        self.cart_history = MemoryCartHistories(store)
        self.cart_register = MemoryCartRegister(store)
        self.carts = MemoryCarts(store)
        self.curated = MemoryCuratedPictures(store)
        self.designs = MemoryDesigns(store)
        self.dropships = MemoryDropships(store)
        self.idle_carts = MemoryIdleCarts(store)
        self.exports = MemoryPersonalExports(store)
        self.inbox = MemoryInbox(store)
        self.jobs = MemoryJobs(store, clock)
        self.logins = MemoryLoginSessions(store, clock)
        self.mails = MemoryMails(store)
        self.merges = MemoryCartMerges(store)
        self.operations = MemoryCartOperations(store)
        self.orders = MemoryOrders(store)
        self.orders_of_cart = MemoryOrdersOfCart(store)
        self.payment_facts = MemoryPaymentFacts(store)
        self.picture_uses = MemoryPictureUses(store)
        self.pictures = MemoryPictures(store)
        self.products = MemoryProducts(store)
        self.refunds = MemoryRefunds(store)
        self.renders = MemoryRenders(store)
        self.replies = MemoryReplies(store)
        self.sessions = MemoryCheckoutSessions(store)
        self.tickets = MemoryEmailTickets(store)
        self.timeline = MemoryTimeline(store)
        self.traces = MemoryPersonalTraces(store)
        self.uploads = MemoryUploads(store)

    async def commit(self) -> None:
        self._store.undo.clear()


class MemoryBegin:
    """Opens works on a store; `clock` dates the jobs, as the database's own clock would."""

    def __init__(self, store: MemoryStore, clock: Clock) -> None:
        self._store = store
        # It keeps nothing of its own, so one does for all.
        self._work = MemoryWork(store, clock)

    @asynccontextmanager
    async def __call__(self, *, reading: bool = False) -> AsyncIterator[MemoryWork]:
        # Readers wait as well: they must not see what may still be undone.
        async with self._store.lock:
            try:
                yield self._work
            finally:
                if reading:
                    # Outside a transaction every statement stood for itself, and stays.
                    self._store.undo.clear()
                self._store.roll_back()
