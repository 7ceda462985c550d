"""Which of the shop's currencies a buyer in a country pays in."""

# Everywhere else buyers pay in this one.
ELSEWHERE = "USD"

_COUNTRIES = {
    "GBP": "GB IM JE GG",
    # The euro area and the countries that use the euro by agreement.
    "EUR": "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK AD MC ME SM VA XK",
    "USD": "US PR VI GU AS MP",
    "CAD": "CA",
    "AUD": "AU CC CX KI NF NR TV",
    "CHF": "CH LI",
    "SEK": "SE",
    "NOK": "NO SJ BV",
    "DKK": "DK FO GL",
    "PLN": "PL",
    "JPY": "JP",
}
_CURRENCY = {
    country: currency for currency, countries in _COUNTRIES.items() for country in countries.split()
}


def currency_of_country(country: str) -> str:
    """`country` is an ISO 3166-1 alpha-2 code in upper case."""
    return _CURRENCY.get(country, ELSEWHERE)
