"""Every production adapter with its settings, made when it is first asked for."""

from composition.identity_parts import IdentityParts
from composition.picture_parts import PictureParts
from composition.trade_parts import TradeParts


class Outside(IdentityParts, PictureParts, TradeParts):
    """All of them. Nothing connects before it is used; all of it lives on one loop."""


async def close(outside: Outside) -> None:
    """Give back what was opened, in the reverse order of need."""
    if outside.settings().oidc_issuer:
        await outside.welcomed_users().aclose()
        await outside.issuer_tokens().aclose()
    await outside.imaging().aclose()
    await outside.gateway().aclose()
    await outside.prodigi_client().aclose()
    await outside.render_news().aclose()
    await outside.cache_client().aclose()
    await outside.broker_client().aclose()
    await outside.rate_client().aclose()
    await outside.driver_begin().aclose()
    await outside.engine().dispose()
