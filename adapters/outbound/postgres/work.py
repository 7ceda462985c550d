"""One transaction with every collection in it; use cases see the narrow protocol they ask for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.outbound.postgres.accounts import PostgresAccounts
from adapters.outbound.postgres.addresses import PostgresAddresses
from adapters.outbound.postgres.admins import PostgresAdmins
from adapters.outbound.postgres.attention import PostgresAttentionItems
from adapters.outbound.postgres.attention_list import PostgresAttentionList
from adapters.outbound.postgres.attention_upkeep import PostgresAttentionUpkeep
from adapters.outbound.postgres.belongings import PostgresBelongings
from adapters.outbound.postgres.cart_histories import PostgresCartHistories
from adapters.outbound.postgres.cart_merges import PostgresCartMerges
from adapters.outbound.postgres.cart_operations import PostgresCartOperations
from adapters.outbound.postgres.cart_register import PostgresCartRegister
from adapters.outbound.postgres.carts import PostgresCarts
from adapters.outbound.postgres.checkout_sessions import PostgresCheckoutSessions
from adapters.outbound.postgres.curated_pictures import PostgresCuratedPictures
from adapters.outbound.postgres.designs import PostgresDesigns
from adapters.outbound.postgres.dropships import PostgresDropships
from adapters.outbound.postgres.email_tickets import PostgresEmailTickets
from adapters.outbound.postgres.ending import committed
from adapters.outbound.postgres.errors import translated
from adapters.outbound.postgres.idle_carts import PostgresIdleCarts
from adapters.outbound.postgres.inbox import PostgresInbox
from adapters.outbound.postgres.job_register import PostgresJobRegister
from adapters.outbound.postgres.jobs import PostgresJobs
from adapters.outbound.postgres.known_events import PostgresKnownEvents
from adapters.outbound.postgres.lab_books import PostgresLabBooks
from adapters.outbound.postgres.login_sessions import PostgresLoginSessions
from adapters.outbound.postgres.mails import PostgresMails
from adapters.outbound.postgres.marks import PostgresMarks
from adapters.outbound.postgres.open_sessions import PostgresOpenSessions
from adapters.outbound.postgres.order_register import PostgresOrderRegister
from adapters.outbound.postgres.orders import PostgresOrders
from adapters.outbound.postgres.orders_of_cart import PostgresOrdersOfCart
from adapters.outbound.postgres.payment_facts import PostgresPaymentFacts
from adapters.outbound.postgres.personal_exports import PostgresPersonalExports
from adapters.outbound.postgres.personal_traces import PostgresPersonalTraces
from adapters.outbound.postgres.picture_uses import PostgresPictureUses
from adapters.outbound.postgres.pictures import PostgresPictures
from adapters.outbound.postgres.products import PostgresProducts
from adapters.outbound.postgres.refunds import PostgresRefunds
from adapters.outbound.postgres.renders import PostgresRenders
from adapters.outbound.postgres.replies import PostgresReplies
from adapters.outbound.postgres.staff_actions import PostgresStaffActions
from adapters.outbound.postgres.statements import SqlalchemyStatements
from adapters.outbound.postgres.three_way_report import PostgresThreeWayReport
from adapters.outbound.postgres.timeline import PostgresTimeline
from adapters.outbound.postgres.uploads import PostgresUploads


class PostgresWork:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def commit(self) -> None:
        await committed(self._connection.commit())

    @cached_property
    def attention_list(self) -> PostgresAttentionList:
        return PostgresAttentionList(self._connection)

    @cached_property
    def attention_upkeep(self) -> PostgresAttentionUpkeep:
        return PostgresAttentionUpkeep(self._connection)

    @cached_property
    def job_register(self) -> PostgresJobRegister:
        return PostgresJobRegister(self._connection)

    @cached_property
    def known_events(self) -> PostgresKnownEvents:
        return PostgresKnownEvents(self._connection)

    @cached_property
    def lab_books(self) -> PostgresLabBooks:
        return PostgresLabBooks(self._connection)

    @cached_property
    def marks(self) -> PostgresMarks:
        return PostgresMarks(self._connection)

    @cached_property
    def open_sessions(self) -> PostgresOpenSessions:
        return PostgresOpenSessions(self._connection)

    @cached_property
    def order_register(self) -> PostgresOrderRegister:
        return PostgresOrderRegister(self._connection)

    @cached_property
    def staff_actions(self) -> PostgresStaffActions:
        return PostgresStaffActions(self._connection)

    @cached_property
    def three_ways(self) -> PostgresThreeWayReport:
        return PostgresThreeWayReport(self._connection)

    @cached_property
    def accounts(self) -> PostgresAccounts:
        return PostgresAccounts(self._connection)

    @cached_property
    def admins(self) -> PostgresAdmins:
        return PostgresAdmins(self._connection)

    @cached_property
    def addresses(self) -> PostgresAddresses:
        return PostgresAddresses(self._connection)

    @cached_property
    def attention(self) -> PostgresAttentionItems:
        return PostgresAttentionItems(self._connection)

    @cached_property
    def belongings(self) -> PostgresBelongings:
        return PostgresBelongings(self._connection)

    @cached_property
    def cart_history(self) -> PostgresCartHistories:
        return PostgresCartHistories(self._connection)

    @cached_property
    def cart_register(self) -> PostgresCartRegister:
        return PostgresCartRegister(self._connection)

    @cached_property
    def carts(self) -> PostgresCarts:
        return PostgresCarts(SqlalchemyStatements(self._connection))

    @cached_property
    def curated(self) -> PostgresCuratedPictures:
        return PostgresCuratedPictures(self._connection)

    @cached_property
    def designs(self) -> PostgresDesigns:
        return PostgresDesigns(self._connection)

    @cached_property
    def dropships(self) -> PostgresDropships:
        return PostgresDropships(self._connection)

    @cached_property
    def idle_carts(self) -> PostgresIdleCarts:
        return PostgresIdleCarts(self._connection)

    @cached_property
    def exports(self) -> PostgresPersonalExports:
        return PostgresPersonalExports(self._connection)

    @cached_property
    def inbox(self) -> PostgresInbox:
        return PostgresInbox(self._connection)

    @cached_property
    def jobs(self) -> PostgresJobs:
        return PostgresJobs(self._connection)

    @cached_property
    def logins(self) -> PostgresLoginSessions:
        return PostgresLoginSessions(self._connection)

    @cached_property
    def mails(self) -> PostgresMails:
        return PostgresMails(self._connection)

    @cached_property
    def merges(self) -> PostgresCartMerges:
        return PostgresCartMerges(self._connection)

    @cached_property
    def operations(self) -> PostgresCartOperations:
        return PostgresCartOperations(SqlalchemyStatements(self._connection))

    @cached_property
    def orders(self) -> PostgresOrders:
        return PostgresOrders(self._connection)

    @cached_property
    def orders_of_cart(self) -> PostgresOrdersOfCart:
        return PostgresOrdersOfCart(self._connection)

    @cached_property
    def payment_facts(self) -> PostgresPaymentFacts:
        return PostgresPaymentFacts(self._connection)

    @cached_property
    def picture_uses(self) -> PostgresPictureUses:
        return PostgresPictureUses(self._connection)

    @cached_property
    def pictures(self) -> PostgresPictures:
        return PostgresPictures(self._connection)

    @cached_property
    def products(self) -> PostgresProducts:
        return PostgresProducts(self._connection)

    @cached_property
    def refunds(self) -> PostgresRefunds:
        return PostgresRefunds(self._connection)

    @cached_property
    def renders(self) -> PostgresRenders:
        return PostgresRenders(self._connection)

    @cached_property
    def replies(self) -> PostgresReplies:
        return PostgresReplies(SqlalchemyStatements(self._connection))

    @cached_property
    def sessions(self) -> PostgresCheckoutSessions:
        return PostgresCheckoutSessions(self._connection)

    @cached_property
    def tickets(self) -> PostgresEmailTickets:
        return PostgresEmailTickets(self._connection)

    @cached_property
    def timeline(self) -> PostgresTimeline:
        return PostgresTimeline(self._connection)

    @cached_property
    def traces(self) -> PostgresPersonalTraces:
        return PostgresPersonalTraces(self._connection)

    @cached_property
    def uploads(self) -> PostgresUploads:
        return PostgresUploads(self._connection)


class PostgresBegin:
    """Opens works on an engine: a transaction, or with `reading=True` single statements."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def __call__(self, *, reading: bool = False) -> AsyncIterator[PostgresWork]:
        engine = self._reading if reading else self._engine
        async with translated(), engine.connect() as connection:
            yield PostgresWork(connection)
