"""A person of whom the shop knows something in every place where it keeps anything."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

from domain.carts.cart import CartLine
from domain.carts.history import CartAction, CartEntry
from domain.carts.operation import KeptOperation, OperationResult, OperationStatus
from domain.catalog.product import Product
from domain.checkout.session import CheckoutSession
from domain.fulfilment.status import DropshipStatus
from domain.identity.account import Account
from domain.identity.address_book import AddressBook, SavedAddress
from domain.identity.login_session import LoginSession, RefreshToken
from domain.media.picture import Picture
from domain.media.resumable_upload import ResumableUpload
from domain.notifications.mail import Mail, Template
from domain.operations.attention import Attention
from domain.operations.job import JobKind, NewJob
from domain.operations.reply import Request
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.orders.timeline import TimelineEntry
from domain.payments.event import StoredEvent
from domain.privacy.personal_export import PersonalExport
from domain.shared.money import Money
from domain.shared.origin import Origin
from domain.shipping.address import Address
from tests.contract.persistence import Persistence
from tests.contract.sample_account import a_ticket, an_account
from tests.contract.sample_design import design_of, parameters_of, render_of
from tests.contract.sample_goods import NOON, SMALL, a_picture
from tests.contract.sample_order import an_order
from tests.contract.test_dropships import a_dropship


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`mark` stands in everything personal; the password is `mark` as well."""

    mark: str
    account: Account
    delivered: Order
    in_production: Order
    picture: Picture
    needed_picture: Picture
    export: PersonalExport
    render_id: UUID
    waiting_mails: tuple[Mail, ...] = ()

    @property
    def id(self) -> UUID:
        return self.account.id


def marked_address(mark: str) -> Address:
    return Address(
        name=f"{mark} Lovelace",
        line1=f"12 {mark} Square",
        line2=f"{mark} floor",
        town_or_city=f"{mark}ton",
        postal_or_zip_code="SW1Y 4JH",
        country_code="GB",
        phone=f"+44 {mark}",
    )


async def a_person(persistence: Persistence, password_hash: str | None = None) -> Person:
    mark = f"m{uuid4().hex[:14]}"
    account = an_account(
        email=f"{mark}@buyer.example",
        user_name=f"{mark} Ada",
        phone=f"+44 {mark}",
        password_hash=password_hash,
        confirmed_at=NOON,
    )
    picture, needed = (
        replace(a_picture(account.id), original_name=f"{mark}.jpg") for _ in range(2)
    )
    delivered = await _order(persistence, account, picture, mark, OrderStatus.DELIVERED)
    in_production = await _order(persistence, account, needed, mark, OrderStatus.IN_PRODUCTION)
    person = Person(
        mark=mark,
        account=account,
        delivered=delivered,
        in_production=in_production,
        picture=picture,
        needed_picture=needed,
        export=PersonalExport.asked_for(
            export_id=uuid4(), account_id=account.id, secret=uuid4().hex, at=NOON
        ),
        render_id=uuid4(),
    )
    await _identity(persistence, person)
    await _goods(persistence, person)
    return replace(person, waiting_mails=await _mails(persistence, person))


async def _order(
    persistence: Persistence, account: Account, picture: Picture, mark: str, status: OrderStatus
) -> Order:
    order = an_order(lines=1, address=marked_address(mark))
    order = replace(
        order,
        owner_id=account.id,
        email=account.email,
        placed_at=NOON,
        lines=tuple(replace(line, picture_id=picture.id) for line in order.lines),
    )
    is_over = status is OrderStatus.DELIVERED
    dropship = replace(
        a_dropship(order),
        request_body=f"to {mark}".encode(),
        status=DropshipStatus.COMPLETE if is_over else DropshipStatus.IN_PRODUCTION,
        problem=f"unclear: 12 {mark} Square",
        provider_order_id=f"ord_{uuid4()}",
    )
    session = CheckoutSession(
        order_id=order.id,
        idempotency_key=f"checkout-{order.id}",
        request_body=f"of {mark}".encode(),
        created_at=NOON,
        expires_at=NOON + timedelta(hours=1),
        session_id=f"cs_{uuid4()}",
        url=f"https://pay.example/{mark}",
        settled_at=NOON,
    )
    attention = Attention(
        reason="lab_problem",
        dedupe_key=f"lab-problem:{order.id}:12 {mark} Square",
        at=NOON,
        order_id=order.id,
        details={"problem": f"12 {mark} Square"},
    )
    entry = TimelineEntry(
        order_id=order.id, at=NOON, actor="stripe", event="refused", why=f"No: {account.email}"
    )
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.orders.save(replace(order, status=status, paid_at=NOON))
        await work.dropships.add(dropship)
        await work.sessions.add(session)
        await work.timeline.add(entry)
        await work.attention.add(attention)
        for place, named in enumerate(
            (str(order.id), session.session_id, dropship.provider_order_id)
        ):
            event = StoredEvent(
                provider="stripe",
                event_id=f"evt_{order.id}_{place}",
                type="some",
                object_id=f"ob_{uuid4()}",
                body=f'{{"name": "{mark}", "of": "{named}"}}'.encode(),
                received_at=NOON + timedelta(minutes=1),
            )
            await work.inbox.admit(event)
        await work.commit()
    return replace(order, status=status, paid_at=NOON)


async def _identity(persistence: Persistence, person: Person) -> None:
    mark, account = person.mark, person.account
    login = LoginSession(
        id=uuid4(),
        account_id=account.id,
        device=f"phone of {mark}",
        created_at=NOON,
        rotated_at=NOON,
        expires_at=NOON + timedelta(days=9_000),
    )
    token = RefreshToken(
        token_hash=uuid4().hex,
        session_id=login.id,
        generation=1,
        issued_at=NOON,
        expires_at=login.expires_at,
    )
    saved = SavedAddress(
        id=uuid4(),
        owner_id=account.id,
        address=marked_address(mark),
        created_at=NOON,
        is_default=True,
    )
    request = Request(owner_id=account.id, key=str(uuid4()), fingerprint="same")
    async with persistence.begin() as work:
        assert await work.accounts.add(account)
        await work.tickets.add(a_ticket(account, user_name=mark, password_hash=mark))
        await work.logins.add(login, token)
        empty = await work.addresses.lock(account.id)
        await work.addresses.save(empty, AddressBook(addresses=(saved,)))
        await work.replies.recall(request, SavedAddress)
        await work.replies.keep(request, saved)
        await work.exports.add_or_get(person.export)
        await work.commit()


async def _goods(persistence: Persistence, person: Person) -> None:
    mark, owner_id = person.mark, person.id
    origin = Origin(
        actor="customer", actor_id=str(owner_id), device=f"{mark} phone", request_id=f"{mark}-1"
    )
    products = [
        Product.of(SMALL, product_id=uuid4(), owner_id=owner_id, picture_id=picture.id, at=NOON)
        for picture in (person.picture, person.needed_picture)
    ]
    result = OperationResult(id=f"{mark}-1", status=OperationStatus.APPLIED)
    async with persistence.begin() as work:
        await work.pictures.add(person.picture)
        await work.pictures.add(person.needed_picture)
        for product in products:
            await work.products.add_or_get(product)
        before = (await work.carts.lock(owner_id, uuid4(), "GBP")).cart
        line = CartLine(
            id=uuid4(),
            product_id=products[0].id,
            quantity=2,
            price_when_added=Money(3_900, "GBP"),
            added_at=NOON,
        )
        after = replace(before, lines=(line,), version=before.version + 1)
        entry = CartEntry.of(CartAction.ADDED, before, after, origin, NOON, details={"from": mark})
        await work.carts.save(before, after, entry)
        upload = ResumableUpload(
            id=uuid4(),
            owner_id=owner_id,
            bytes_total=1_000,
            name=f"{mark}.jpg",
            created_at=NOON,
            expires_at=NOON + timedelta(days=9_000),
        )
        await work.uploads.add(upload, open_max=10)
        look = parameters_of(person.picture.id, text=f"{mark} and dog")
        design = replace(design_of(person.picture), parameters=look)
        await work.designs.add(design)
        await work.renders.add_or_get(replace(render_of(design).begun(), id=person.render_id))
        kept = KeptOperation(fingerprint="same", result=result, at=NOON)
        await work.operations.keep(owner_id, [kept])
        await work.commit()


async def _mails(persistence: Persistence, person: Person) -> tuple[Mail, ...]:
    """One that was sent, one that waits, and one whose job knows what the mail server said."""
    mails = [
        Mail(
            id=uuid4(),
            order_id=order.id if order else None,
            account_id=None if order else person.id,
            template=template,
            dedupe_key=f"{template.value}:{uuid4()}",
            recipient=person.account.email,
            data={"name": person.mark},
            created_at=NOON,
            sent_at=sent_at,
        )
        for order, template, sent_at in (
            (person.delivered, Template.ORDER_DELIVERED, NOON),
            (person.in_production, Template.ORDER_CONFIRMED, None),
            (None, Template.PASSWORD_CHANGED, None),
        )
    ]
    async with persistence.begin() as work:
        for mail in mails:
            await work.mails.add(mail)
            job = NewJob(
                kind=JobKind.SEND_MAIL,
                dedupe_key=f"mail:{mail.dedupe_key}",
                payload={"mail_id": str(mail.id)},
            )
            await work.jobs.add([job])
        await work.commit()
    lease = await persistence.queue.claim(await persistence.job_id(f"mail:{mails[1].dedupe_key}"))
    assert lease is not None
    refusal = f"550 no such user {person.account.email}"
    await persistence.queue.retry(lease, timedelta(), refusal, outage=True)
    lost = await persistence.queue.claim(await persistence.job_id(f"mail:{mails[2].dedupe_key}"))
    assert lost is not None
    await persistence.queue.bury(lost, refusal)
    return (mails[1],)
