"""How the API refuses: Stripe's error body."""

from typing import Any


class ApiRefusal(Exception):
    """Ends a call with Stripe's error object; `kind` is the error's `type`."""

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        status: int = 400,
        kind: str = "invalid_request_error",
    ) -> None:
        super().__init__(message)
        self.status = status
        fields = {"code": code, "message": message, "param": param, "type": kind}
        self.body: dict[str, Any] = {"error": {k: v for k, v in fields.items() if v is not None}}
        if code:
            self.body["error"]["doc_url"] = f"https://stripe.com/docs/error-codes/{code}"


def no_such(kind: str, object_id: str, param: str = "id") -> ApiRefusal:
    """The object named in the path (404) or in a parameter (400) does not exist."""
    return ApiRefusal(
        f"No such {kind}: '{object_id}'",
        code="resource_missing",
        param=param,
        status=404 if param in {"id", "session", "intent", "charge_id"} else 400,
    )
