"""Pages for people who try the shop: a front door, the mailbox, and where the payment page returns.

A real shop has a front end of its own; production serves none of these.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from litestar import Controller, Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.provided import Provided
from adapters.outbound.mail.disk_mailbox import DiskMailbox
from domain.resilience.rate_class import RateClass
from domain.shared.refusals import NotFound

HTML = "text/html; charset=utf-8"
SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; "
    "frame-src 'self'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# A mail is shown in a frame of its own in which nothing runs and nothing is fetched; its links open
# pages of their own, which may.
SANDBOX = "sandbox allow-popups allow-popups-to-escape-sandbox"
MAIL = SAFE | {
    "Content-Security-Policy": f"{SANDBOX}; default-src 'none'; style-src 'unsafe-inline'"
}


class MailNotFound(NotFound):
    """The mailbox holds no such mail."""

    code = "mail_not_found"


def page_renderer() -> Callable[..., str]:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(default=True),
    )

    def render(name: str, **facts: Any) -> str:
        return environment.get_template(f"{name}.html").render(**facts)

    return render


class PagesController(Controller):
    """Everything here is read-only and shows nothing that needs a token."""

    include_in_schema = False
    opt = open_to(Access.PUBLIC, RateClass.BROWSE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._render = page_renderer()

    @get("/", sync_to_thread=False)
    def front_door(self) -> Response[str]:
        return self._answer("front_door")

    @get("/mailbox")
    async def mailbox(self, mailbox: Provided[DiskMailbox]) -> Response[str]:
        return self._answer("mailbox", mails=await mailbox.list())

    @get("/mailbox/{mail_id:str}")
    async def mail(self, mail_id: FromPath[str], mailbox: Provided[DiskMailbox]) -> Response[str]:
        found = await mailbox.read(mail_id)
        if found is None:
            raise MailNotFound
        return self._answer("mail", mail=found)

    @get("/mailbox/{mail_id:str}/body")
    async def body(self, mail_id: FromPath[str], mailbox: Provided[DiskMailbox]) -> Response[str]:
        found = await mailbox.read(mail_id)
        if found is None:
            raise MailNotFound
        return Response(found.html, media_type=HTML, headers=MAIL)

    @get("/checkout/success", sync_to_thread=False)
    def success(self, request: Request[Any, Any, State]) -> Response[str]:
        return self._answer("success", order=request.query_params.get("order", ""))

    @get("/checkout/cancelled", sync_to_thread=False)
    def cancelled(self) -> Response[str]:
        return self._answer("cancelled")

    def _answer(self, name: str, **facts: Any) -> Response[str]:
        return Response(self._render(name, **facts), media_type=HTML, headers=SAFE)
