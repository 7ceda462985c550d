"""Why a credential is not accepted."""

from domain.shared.refusals import Forbidden


class CredentialMissing(Forbidden):
    """The route needs an owner and none was named."""

    code = "credential_missing"


class TokenInvalid(Forbidden):
    """The token was not issued by this shop, or not for this use."""

    code = "token_invalid"


class TokenExpired(Forbidden):
    """The token was good once; the buyer must get a new one."""

    code = "token_expired"
