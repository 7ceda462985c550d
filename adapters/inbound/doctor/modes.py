"""Live goes with live: Stripe's key, the lab's address and ENVIRONMENT belong to one world."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from adapters.inbound.doctor.finding import Finding, problem, warning, well
from adapters.settings import Settings

NAME = "modes"
STRIPE_HOST = "api.stripe.com"
LIVE_LAB = "api.prodigi.com"
SANDBOX_LAB = "api.sandbox.prodigi.com"
ELSEWHERE = "elsewhere"
STRIPE_MODES = {"sk_live_": "live", "rk_live_": "live", "sk_test_": "test", "rk_test_": "test"}


def judge_modes(settings: Settings) -> list[Finding]:
    mode = next(
        (mode for start, mode in STRIPE_MODES.items() if settings.stripe_api_key.startswith(start)),
        None,
    )
    if mode is None:
        return [
            problem(
                NAME,
                "STRIPE_API_KEY is no secret key",
                "Set STRIPE_API_KEY to a key that begins with sk_live_, rk_live_, sk_test_ or "
                "rk_test_.",
            )
        ]
    findings = [_key_fits(settings, mode), _lab_fits(settings), *_own_servers(settings)]
    wrong = [finding for finding in findings if finding]
    seen = f"ENVIRONMENT={settings.environment}, Stripe {mode}, lab {_lab_in_words(settings)}"
    return wrong or [well(NAME, seen)]


def lab_of(settings: Settings) -> str:
    return {LIVE_LAB: "live", SANDBOX_LAB: "sandbox"}.get(
        host_of(settings.prodigi_api_base), ELSEWHERE
    )


def _lab_in_words(settings: Settings) -> str:
    lab, host = lab_of(settings), host_of(settings.prodigi_api_base)
    if lab != ELSEWHERE:
        return lab
    return "on this machine" if is_loopback(host) else f"at {host or 'no address'}"


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _key_fits(settings: Settings, mode: str) -> Finding | None:
    if settings.is_production and mode == "test":
        return problem(
            NAME,
            "production with a test key of Stripe: nobody would really pay",
            "Set STRIPE_API_KEY to the live key (sk_live_… or rk_live_…).",
        )
    if not settings.is_production and mode == "live":
        return problem(
            NAME,
            f"a live key of Stripe in ENVIRONMENT={settings.environment}: real cards are charged",
            "Set STRIPE_API_KEY to a test key (sk_test_…), or ENVIRONMENT to production.",
        )
    return None


def _lab_fits(settings: Settings) -> Finding | None:
    lab = lab_of(settings)
    if settings.is_production and lab == "sandbox":
        return problem(
            NAME,
            "production with the lab's sandbox: paid prints would never be made",
            f"Set PRODIGI_API_BASE to https://{LIVE_LAB} and PRODIGI_API_KEY to its live key.",
        )
    if not settings.is_production and lab == "live":
        return problem(
            NAME,
            f"the live lab in ENVIRONMENT={settings.environment}: tests would be printed",
            f"Set PRODIGI_API_BASE to https://{SANDBOX_LAB}, or ENVIRONMENT to production.",
        )
    return None


def _own_servers(settings: Settings) -> list[Finding]:
    """A server of one's own that speaks these APIs may be a proxy, or a stand-in left over."""
    if not settings.is_production:
        return []
    findings = []
    for setting, url, real in (
        ("STRIPE_API_BASE", settings.stripe_api_base, STRIPE_HOST),
        ("PRODIGI_API_BASE", settings.prodigi_api_base, LIVE_LAB),
    ):
        host = host_of(url)
        if host in {real, SANDBOX_LAB}:
            continue
        fix = f"Set {setting} to https://{real}, unless {host or 'it'} is a proxy of yours."
        judge = problem if is_loopback(host) else warning
        findings.append(judge(NAME, f"{setting} leads to {host or 'nowhere'}", fix))
    return findings
