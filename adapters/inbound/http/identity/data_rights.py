"""Routes of a person's rights: to have everything that is known of them, and to be erased."""

from datetime import datetime
from typing import Self

from litestar import Controller, get, post

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Body
from adapters.inbound.http.provided import Provided
from application.privacy.ask_for_export import AskForExport
from application.privacy.show_export import ShowExport, ShownExport
from domain.identity.owner import Owner
from domain.resilience.rate_class import RateClass


class ExportAnswer(Answer):
    """`status`: queued, processing, completed, failed or expired.

    A completed one is a zip at `url`, which works until `urlExpiresAt` and can be asked for again
    until `endsAt`, when the file is deleted.
    """

    status: str
    requested_at: datetime
    completed_at: datetime | None
    ends_at: datetime | None
    url: str | None
    url_expires_at: datetime | None

    @classmethod
    def of(cls, shown: ShownExport) -> Self:
        export = shown.export
        return cls(
            status=export.status.value,
            requested_at=export.requested_at,
            completed_at=export.completed_at,
            ends_at=export.ends_at,
            url=shown.url,
            url_expires_at=shown.url_expires_at,
        )


class ErasureBody(Body):
    """`password` of the account; an account without a password repeats its e-mail as `confirm`."""

    password: str | None = None
    confirm: str | None = None


class ErasureAnswer(Answer):
    """Nobody can log in any more; what else is known of the person goes by itself."""

    erased: bool = True


class DataRightsController(Controller):
    # Erasure itself is in profiles.py: Litestar wants all methods of one address in one controller.
    path = "/api/profiles"
    tags = ["identity"]
    opt = open_to(Access.CUSTOMER, RateClass.CHANGE)

    @post("/export", summary="Ask for all own data", status_code=202)
    async def ask_for_export(
        self, owner: Provided[Owner], ask_for_export: Provided[AskForExport]
    ) -> ExportAnswer:
        """While one is under way, asking again answers with it. A mail tells when it is there."""
        return ExportAnswer.of(ShownExport(export=await ask_for_export(owner)))

    @get(
        "/export",
        summary="Show how far the export is",
        opt=open_to(Access.CUSTOMER, RateClass.BROWSE),
    )
    async def show_export(
        self, owner: Provided[Owner], show_export: Provided[ShowExport]
    ) -> ExportAnswer:
        """The latest one."""
        return ExportAnswer.of(await show_export(owner))
