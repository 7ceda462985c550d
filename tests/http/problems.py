"""What every answer must keep to: problems are told fully, and nothing inner is told."""

from typing import Any

import httpx

SECRETS = (
    "TOKEN_SECRET",
    "ASSET_SECRET",
    "STRIPE_API_KEY",
    "STRIPE_WEBHOOK_SECRETS",
    "PRODIGI_API_KEY",
    "DATABASE_URL",
    "BROKER_URL",
)
INNER_WORDS = ("Traceback", ".py", "sqlalchemy", "asyncpg", "litestar", "msgspec.", "Exception")


class ProblemIsPoor(AssertionError):
    """An answer that says too little to a buyer, or too much to a stranger."""


def check_answer(answer: httpx.Response, secrets: tuple[str, ...]) -> None:
    """Raises ProblemIsPoor."""
    request = f"{answer.request.method} {answer.request.url.path} {answer.status_code}"
    if any(secret in answer.text for secret in secrets):
        raise ProblemIsPoor(f"{request} tells a secret")
    if answer.is_success or answer.is_redirect or answer.request.url.path == "/health/ready":
        return
    if any(word in answer.text for word in INNER_WORDS):
        raise ProblemIsPoor(f"{request} tells how the shop is made: {answer.text}")
    if not answer.headers["Content-Type"].startswith("application/problem+json"):
        raise ProblemIsPoor(f"{request} is no problem document: {answer.text}")
    if answer.request.method == "HEAD":
        return
    problem = answer.json()
    words = problem["userMessage"]
    if problem["status"] != answer.status_code or not problem["code"] or not problem["title"]:
        raise ProblemIsPoor(f"{request} contradicts itself: {answer.text}")
    if not words["title"] or not words["message"]:
        raise ProblemIsPoor(f"{request} has no words for the buyer: {answer.text}")
    if problem["requestId"] != answer.headers["X-Request-Id"]:
        raise ProblemIsPoor(f"{request} does not name its request: {answer.text}")
    if (answer.status_code == 503) != ("Retry-After" in answer.headers) and (
        problem["code"] != "idempotency_key_in_use"
    ):
        raise ProblemIsPoor(f"{request} does not say when to come back: {answer.text}")


def problem(answer: httpx.Response, status: int, code: str, field: str = "") -> dict[str, Any]:
    """The problem document, which must have this status and code, and blame this field."""
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    told: dict[str, Any] = answer.json()
    if field:
        assert field in {issue["field"] for issue in told.get("issues", [])}, told
    return told
