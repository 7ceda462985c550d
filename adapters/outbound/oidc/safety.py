"""Which algorithms, addresses and claims of an issuer can be trusted at all."""

from urllib.parse import SplitResult, urlsplit

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# Never HS*: with a shared secret, whoever can check a token can also make one.
ASYMMETRIC = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
# What a user of Supabase can write into their own token.
WRITTEN_BY_USERS = ("user_metadata", "raw_user_meta_data")


def is_safe_address(url: str) -> bool:
    """https with a host and nothing hidden in it; plain http on this machine only."""
    parts = _split(url)
    if parts is None or not parts.hostname or parts.username or parts.password or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def may_name(issuer: str, url: str) -> bool:
    """An issuer elsewhere must not send us to a server on our own machine."""
    if not is_safe_address(url):
        return False
    there, here = urlsplit(url), urlsplit(issuer)
    return here.hostname in LOOPBACK or (there.scheme == "https" and there.hostname not in LOOPBACK)


def unsafe_settings(
    *, issuer: str, jwks_url: str, audience: str, algorithms: tuple[str, ...], role_claim: str
) -> list[str]:
    """The names of settings that must not be used as they are; none without an issuer."""
    if not issuer:
        return []
    wrong = {
        "OIDC_ISSUER": not is_safe_address(issuer) or "?" in issuer,
        "OIDC_JWKS_URL": bool(jwks_url) and not is_safe_address(jwks_url),
        "OIDC_AUDIENCE": not audience,
        "OIDC_ALGORITHMS": not algorithms or not ASYMMETRIC.issuperset(algorithms),
        "OIDC_ROLE_CLAIM": role_claim.split(".")[0] in WRITTEN_BY_USERS,
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        # Reading the port is what checks it.
        return parts if parts.port != 0 else None
    except ValueError:
        return None
