"""Why a credential or an account's data is not accepted."""

from domain.shared.refusals import Conflict, Forbidden, Invalid, NotFound


class CredentialMissing(Forbidden):
    """The route needs an owner and none was named."""

    code = "credential_missing"


class TokenInvalid(Forbidden):
    """The token was not issued by this shop, or not for this use."""

    code = "token_invalid"


class TokenExpired(Forbidden):
    """The token was good once; the buyer must get a new one."""

    code = "token_expired"


class AccountNotFound(NotFound):
    """No such account, or it was erased."""

    code = "account_not_found"


class EmailTaken(Conflict):
    """Another account has this address. Never shown to somebody who only claims to own it."""

    code = "email_taken"


class EmailInvalid(Invalid):
    """It does not look like an address that a mail could reach."""

    code = "email_invalid"


class EmailUnchanged(Invalid):
    """The new address is the one the account has."""

    code = "email_unchanged"


class UserNameInvalid(Invalid):
    """A user name is one printable line."""

    code = "user_name_invalid"


class PhoneInvalid(Invalid):
    """It does not look like a telephone number."""

    code = "phone_invalid"


class PasswordTooWeak(Invalid):
    """Too short, too long, or what anybody would try first."""

    code = "password_too_weak"


class PasswordWrong(Invalid):
    """The current password is another one, or the account has none."""

    code = "password_wrong"


class TicketInvalid(Invalid):
    """Not a link of this shop, not for this use, or used before; the three are not told apart."""

    code = "ticket_invalid"


class TicketExpired(Invalid):
    """The link was good once; a new mail brings a new one."""

    code = "ticket_expired"


class LoginFailed(Forbidden):
    """No such account, another password, or not confirmed yet; the three are not told apart."""

    code = "login_failed"


class RefreshTokenInvalid(Forbidden):
    """This shop never gave out such a refresh token, or has forgotten it."""

    code = "refresh_token_invalid"


class RefreshTokenExpired(Forbidden):
    """The refresh token was good once, and nobody used it in time."""

    code = "refresh_token_expired"


class RefreshTokenReused(Forbidden):
    """It was used before, so two parties hold it; the log-in was ended for both."""

    code = "refresh_token_reused"


class RoleInvalid(Invalid):
    """An account is a customer's, of the staff, or an administrator's."""

    code = "role_invalid"


class LastAdmin(Conflict):
    """Without an administrator nobody could ever make one again."""

    code = "last_admin"


class LoginRequired(Forbidden):
    """A guest asks for what only somebody with an account may use."""

    code = "login_required"


class SessionEnded(Forbidden):
    """The log-in behind the credential was ended: by log-out, a reset, or the shop."""

    code = "session_ended"


class NotAllowed(Forbidden):
    """Who asks is known, and the route is not for them; or it is closed to everybody."""

    code = "not_allowed"


class AccountsElsewhere(Conflict):
    """Another issuer keeps the accounts, so they are made, proven and changed there."""

    code = "accounts_elsewhere"


class ErasureNotConfirmed(Invalid):
    """An account without a password is erased only when its e-mail is repeated."""

    code = "erasure_not_confirmed"
