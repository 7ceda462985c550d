"""What amounts Stripe accepts in which currency (its page "Supported currencies")."""

from simulators.stripe.refusals import ApiRefusal

AMOUNT_MAX = 99_999_999
THREE_DECIMAL = {"bhd", "jod", "kwd", "omr", "tnd"}
# Logically without decimals, yet sent in hundredths that must be zero.
WHOLE_ONLY = {"isk", "ugx"}
ZERO_DECIMAL = {
    *("bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga"),
    *("pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"),
}
MINIMUM = {
    **dict.fromkeys(("usd", "eur", "aud", "cad", "chf", "nzd", "sgd", "brl", "inr"), 50),
    **dict.fromkeys(("ars", "cop", "idr", "ils", "php", "rub", "zar"), 50),
    **{"gbp": 30, "aed": 200, "czk": 1500, "dkk": 250, "hkd": 400, "huf": 17500, "jpy": 50},
    **{"krw": 50, "mxn": 1000, "myr": 200, "nok": 300, "pln": 200, "ron": 200, "sek": 300},
    "thb": 1000,
}
WITHOUT_MINIMUM = {
    *("all", "amd", "aoa", "awg", "azn", "bam", "bbd", "bdt", "bmd", "bnd", "bob", "bsd", "bwp"),
    *("byn", "bzd", "cdf", "cny", "crc", "cve", "dop", "dzd", "egp", "etb", "fjd", "fkp", "gel"),
    *("gip", "gmd", "gtq", "gyd", "hnl", "htg", "jmd", "kes", "kgs", "khr", "kyd", "kzt", "lak"),
    *("lbp", "lkr", "lrd", "lsl", "mad", "mdl", "mkd", "mmk", "mnt", "mop", "mur", "mvr", "mwk"),
    *("mzn", "nad", "ngn", "nio", "npr", "pab", "pen", "pgk", "pkr", "qar", "rsd", "sar", "sbd"),
    *("scr", "shp", "sle", "sos", "srd", "std", "szl", "tjs", "top", "try", "ttd", "twd", "tzs"),
    *("uah", "uyu", "uzs", "wst", "xcd", "xcg", "yer", "zmw"),
}
KNOWN = {*MINIMUM, *ZERO_DECIMAL, *THREE_DECIMAL, *WHOLE_ONLY, *WITHOUT_MINIMUM}


def check_currency(currency: str, param: str) -> None:
    """Refuses a code that Stripe does not know."""
    if currency not in KNOWN:
        raise ApiRefusal(f"Invalid currency: {currency}.", param=param)


def check_charge(amount: int, currency: str, param: str) -> None:
    """Refuses a total that Stripe would not charge."""
    if amount > AMOUNT_MAX:
        raise ApiRefusal(
            f"The total amount must be no more than {AMOUNT_MAX} in the smallest currency unit.",
            code="amount_too_large",
            param=param,
        )
    # Currencies without a minimum of their own must meet another one's after conversion; the
    # simulator has no rates and asks for the smallest unit only.
    if amount < MINIMUM.get(currency, 1):
        raise ApiRefusal(
            f"The total amount due must add up to at least {MINIMUM.get(currency, 1)} in the "
            f"smallest unit of {currency}.",
            code="amount_too_small",
            param=param,
        )
    if currency in THREE_DECIMAL and amount % 10:
        raise ApiRefusal(
            f"Invalid amount: the last digit of an amount in {currency} must be 0.",
            code="parameter_invalid_integer",
            param=param,
        )
    if currency in WHOLE_ONLY and amount % 100:
        raise ApiRefusal(
            f"Invalid amount: an amount in {currency} must be divisible by 100.",
            code="parameter_invalid_integer",
            param=param,
        )
