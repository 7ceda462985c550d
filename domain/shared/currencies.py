"""How many minor units a currency has when it is charged, and the least that may be charged.

Source: Stripe, "Supported currencies": zero-decimal and three-decimal lists, special cases, minimum
charge amounts. ISO 4217's own exponents differ (MGA, ISK) and must not be used.
"""

ZERO_DECIMAL = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "JPY",
        "KMF",
        "KRW",
        "MGA",
        "PYG",
        "RWF",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
THREE_DECIMAL = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])
# These have no minor unit in daily life, yet are charged in hundredths that must be 00.
HUNDREDTHS_ALWAYS_ZERO = frozenset({"ISK", "UGX"})

CHARGE_MAX_MINOR = 99_999_999
CHARGE_MIN_MINOR = {
    "USD": 50, "EUR": 50, "AUD": 50, "CAD": 50, "CHF": 50, "NZD": 50, "SGD": 50, "BRL": 50,
    "INR": 50, "GBP": 30, "AED": 200, "CZK": 1500, "DKK": 250, "HKD": 400, "HUF": 17500,
    "JPY": 50, "KRW": 50, "MXN": 1000, "MYR": 200, "NOK": 300, "PLN": 200, "RON": 200,
    "SEK": 300, "THB": 1000,
}  # fmt: skip

SYMBOLS = {
    "GBP": "£", "EUR": "€", "USD": "$", "AUD": "A$", "CAD": "C$", "NZD": "NZ$", "JPY": "¥",
    "SGD": "S$",
}  # fmt: skip


def exponent(currency: str) -> int:
    """Digits after the decimal point of one major unit, as Stripe counts them."""
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def smallest_step(currency: str) -> int:
    """Charged amounts must be a multiple of this many minor units."""
    if currency in THREE_DECIMAL:
        return 10
    return 100 if currency in HUNDREDTHS_ALWAYS_ZERO else 1
