"""What a person may ask for: addresses, an export, erasure; and the jobs that follow."""

from adapters.outbound.system.clock import (
    new_file_secret,
    new_id,
)
from application.identity.add_address import AddAddress
from application.identity.change_address import ChangeAddress
from application.identity.prove_password import ProvePassword
from application.identity.read_addresses import ReadAddresses
from application.identity.remove_address import RemoveAddress
from application.operations.run_job import Handler
from application.privacy.ask_for_erasure import AskForErasure
from application.privacy.ask_for_export import AskForExport
from application.privacy.erase_files import EraseFiles
from application.privacy.erase_person import ErasePerson
from application.privacy.expire_exports import ExpireExports
from application.privacy.export_person import ExportPerson
from application.privacy.forget_event_bodies import ForgetEventBodies
from application.privacy.show_export import ShowExport
from composition.ground import seconds
from composition.wiring import Provided, Wiring, once
from domain.operations.job import JobKind


def privacy_use_cases(wiring: Wiring) -> Provided:
    """What a person may ask for, by the names that routes use."""
    outside, settings = wiring.outside, wiring.settings
    clock, begin, rules = outside.clock(), outside.begin(), outside.address_rules()
    return {
        "read_addresses": once(ReadAddresses(begin=begin)),
        "add_address": wiring.rerun(
            AddAddress(
                begin=begin,
                rules=rules,
                clock=clock,
                new_id=new_id,
                addresses_max=settings.addresses_max,
            )
        ),
        "change_address": wiring.rerun(ChangeAddress(begin=begin, rules=rules)),
        "remove_address": wiring.rerun(RemoveAddress(begin=begin)),
        "ask_for_export": wiring.rerun(
            AskForExport(begin=begin, clock=clock, new_id=new_id, secret=new_file_secret)
        ),
        "show_export": once(
            ShowExport(
                begin=begin,
                assets=outside.assets(),
                clock=clock,
                link_lifetime=seconds(settings.export_link_lifetime_s),
            )
        ),
        "ask_for_erasure": wiring.rerun(
            AskForErasure(
                begin=begin,
                prove_password=ProvePassword(
                    begin=begin, passwords=outside.passwords(), limits=outside.rate_limits()
                ),
                clock=clock,
                new_id=new_id,
            )
        ),
    }


def privacy_handlers(wiring: Wiring) -> dict[str, Handler]:
    """The jobs that follow from what a person asked for."""
    outside, settings = wiring.outside, wiring.settings
    clock, begin, assets = outside.clock(), outside.begin(), outside.assets()
    kept = seconds(settings.export_kept_s)
    return {
        JobKind.EXPORT_PERSON: ExportPerson(
            begin=begin,
            personal_data=outside.personal_data(),
            assets=assets,
            clock=clock,
            new_id=new_id,
            kept=kept,
            attempts_max=settings.job_attempts_max,
            shop_url=settings.account_pages_url or settings.public_base_url,
        ),
        JobKind.EXPIRE_EXPORTS: ExpireExports(
            begin=begin, assets=assets, clock=clock, kept=kept, batch=settings.export_expiry_batch
        ),
        JobKind.ERASE_PERSON: ErasePerson(
            begin=begin,
            clock=clock,
            credentials_live=seconds(settings.access_token_lifetime_s + settings.erasure_margin_s),
            again_after=seconds(settings.erasure_retry_s),
            last_mail_waits=seconds(settings.erasure_last_mail_wait_s),
        ),
        JobKind.ERASE_FILES: EraseFiles(begin=begin, assets=assets),
        JobKind.FORGET_EVENT_BODIES: ForgetEventBodies(
            begin=begin,
            clock=clock,
            kept=seconds(settings.event_bodies_kept_s),
            batch=settings.event_bodies_batch,
        ),
    }
