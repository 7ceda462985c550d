"""Routes of accounts: sign up, confirm, and choose a new password with a link."""

from litestar import Controller, post
from litestar.params import JSONBody

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Body
from adapters.inbound.http.provided import Provided
from application.identity.confirm_email import ConfirmEmail
from application.identity.forgot_password import ForgotPassword
from application.identity.reset_password import NewPassword, ResetPassword
from application.identity.sign_up import NewAccount, SignUp
from domain.resilience.rate_class import RateClass


class SignUpBody(Body):
    email: str
    password: str
    user_name: str


class ConfirmBody(Body):
    """`token` is the one in the mailed link."""

    token: str


class ForgotBody(Body):
    email: str


class ResetBody(Body):
    token: str
    password: str


class ReadMail(Answer):
    """The same for every address; what is to say about one is said in a mail to it."""

    next: str = "read_mail"


class Confirmed(Answer):
    """`confirmed`: `confirm` for a new account, `change_email` for an account's new address."""

    confirmed: str
    next: str = "log_in"


class LogInNext(Answer):
    next: str = "log_in"


class AccountController(Controller):
    path = "/api/auth"
    tags = ["identity"]
    opt = open_to(Access.PUBLIC, RateClass.RESET)

    @post("/signup", summary="Sign up", status_code=202)
    async def sign_up(self, data: JSONBody[SignUpBody], sign_up: Provided[SignUp]) -> ReadMail:
        """A mail with a link follows; the account can be used once its address is confirmed."""
        await sign_up(
            NewAccount(email=data.email, password=data.password, user_name=data.user_name)
        )
        return ReadMail()

    @post("/confirm", summary="Confirm an e-mail address", status_code=200)
    async def confirm(
        self, data: JSONBody[ConfirmBody], confirm_email: Provided[ConfirmEmail]
    ) -> Confirmed:
        """Of a new account, or a new address of an account. A link works once."""
        purpose = await confirm_email(data.token)
        return Confirmed(confirmed=purpose.value)

    @post("/forgot", summary="Ask for a new password", status_code=202)
    async def forgot(
        self, data: JSONBody[ForgotBody], forgot_password: Provided[ForgotPassword]
    ) -> ReadMail:
        await forgot_password(data.email)
        return ReadMail()

    @post("/reset", summary="Choose a new password", status_code=200)
    async def reset(
        self, data: JSONBody[ResetBody], reset_password: Provided[ResetPassword]
    ) -> LogInNext:
        """Logs out everywhere. A password that is refused leaves the link good."""
        await reset_password(NewPassword(token=data.token, password=data.password))
        return LogInNext()
