"""The limits of requests to us, and of our calls to the lab, as the settings write them."""

from adapters.settings import Settings
from domain.resilience.budgets import Budgets
from domain.resilience.call_budget import CallBudget
from domain.resilience.rate_class import RateClass
from domain.resilience.rate_limit import MICROSECONDS, RateLimit


def budgets_of(settings: Settings) -> Budgets:
    written = {
        RateClass.BROWSE: settings.rate_limit_browse,
        RateClass.CHANGE: settings.rate_limit_change,
        RateClass.CART: settings.rate_limit_cart,
        RateClass.CHECKOUT: settings.rate_limit_checkout,
        RateClass.UPLOAD: settings.rate_limit_upload,
        RateClass.PREVIEW: settings.rate_limit_preview,
        RateClass.GUEST: settings.rate_limit_guest,
        RateClass.LOG_IN: settings.rate_limit_log_in,
        RateClass.RESET: settings.rate_limit_reset,
        RateClass.WEBHOOK: settings.rate_limit_webhook,
        RateClass.OPERATE: settings.rate_limit_operate,
    }
    read = {rate_class: RateLimit.read(text) for rate_class, text in written.items()}
    return Budgets(
        by_class={rate_class: limit for rate_class, limit in read.items() if limit is not None},
        per_account=RateLimit.read(settings.rate_limit_account),
    )


def lab_budget(settings: Settings, calls_max: int) -> CallBudget:
    """For the whole shop, or with a smaller `calls_max` for a process that is on its own."""
    return CallBudget(
        calls_max=calls_max,
        window_us=int(settings.prodigi_calls_window_s * MICROSECONDS),
        reserved=settings.prodigi_calls_reserved,
    )
