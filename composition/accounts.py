"""Accounts: sign-up, tickets by mail, profiles."""

from functools import partial

from adapters.outbound.guarded.evened import Evened
from adapters.outbound.system.clock import (
    new_id,
)
from application.identity.change_email import ChangeEmail
from application.identity.change_password import ChangePassword
from application.identity.change_profile import ChangeProfile
from application.identity.confirm_email import ConfirmEmail
from application.identity.forgot_password import ForgotPassword
from application.identity.open_ticket import OpenTicket
from application.identity.prove_password import ProvePassword
from application.identity.reset_password import ResetPassword
from application.identity.show_profile import ShowProfile
from application.identity.sign_up import SignUp
from application.identity.write_account_mail import TicketLifetimes, WriteAccountMail
from composition.ground import seconds
from composition.wiring import Provided, Wiring, once
from domain.identity.password_rules import PasswordRules


def account_use_cases(wiring: Wiring) -> Provided:
    """What accounts offer to routes, by the names that routes use."""
    outside, settings, rerun = wiring.outside, wiring.settings, wiring.rerun
    clock, begin, passwords = outside.clock(), outside.begin(), outside.passwords()
    limits = outside.rate_limits()
    rules = PasswordRules(characters_min=settings.password_characters_min)
    open_ticket = OpenTicket(tokens=outside.ticket_tokens())
    evened = partial(Evened, least_s=settings.account_answer_after_s)
    prove = ProvePassword(begin=begin, passwords=passwords, limits=limits)
    write_mail = WriteAccountMail(
        tokens=outside.ticket_tokens(),
        new_id=new_id,
        lifetimes=TicketLifetimes(
            confirm=seconds(settings.confirm_ticket_lifetime_s),
            reset=seconds(settings.reset_ticket_lifetime_s),
            change_email=seconds(settings.change_email_ticket_lifetime_s),
        ),
        mails_per_hour=settings.account_mails_per_hour,
    )
    return {
        "sign_up": rerun(
            evened(
                SignUp(
                    begin=begin,
                    passwords=passwords,
                    rules=rules,
                    write_mail=write_mail,
                    clock=clock,
                    new_id=new_id,
                )
            )
        ),
        "confirm_email": rerun(ConfirmEmail(begin=begin, open_ticket=open_ticket, clock=clock)),
        "forgot_password": rerun(
            evened(
                ForgotPassword(
                    begin=begin, limits=limits, write_mail=write_mail, clock=clock, new_id=new_id
                )
            )
        ),
        "reset_password": rerun(
            ResetPassword(
                begin=begin,
                open_ticket=open_ticket,
                passwords=passwords,
                rules=rules,
                write_mail=write_mail,
                clock=clock,
            )
        ),
        "show_profile": once(ShowProfile(begin=begin)),
        "change_profile": rerun(ChangeProfile(begin=begin)),
        "change_email": rerun(
            ChangeEmail(begin=begin, prove=prove, write_mail=write_mail, clock=clock)
        ),
        "change_password": rerun(
            ChangePassword(
                begin=begin,
                prove=prove,
                passwords=passwords,
                rules=rules,
                write_mail=write_mail,
                clock=clock,
            )
        ),
    }
