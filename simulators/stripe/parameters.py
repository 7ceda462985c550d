"""A small language for what an endpoint accepts; anything else is refused.

Each reader takes the raw value and its full name, and returns the typed value or raises ApiRefusal.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from simulators.stripe.refusals import ApiRefusal

Reader = Callable[[Any, str], Any]


def text(longest: int = 5000) -> Reader:
    """A string that is not empty and not longer than `longest`."""

    def read(raw: Any, name: str) -> str:
        value = _scalar(raw, name)
        if len(value) > longest:
            raise ApiRefusal(
                f"Invalid string: {value[:10]}...; must be at most {longest} characters",
                code="parameter_invalid_string_long",
                param=name,
            )
        return value

    return read


def integer(least: int | None = None, most: int | None = None) -> Reader:
    """A whole number within its bounds."""

    def read(raw: Any, name: str) -> int:
        value = _scalar(raw, name)
        if not value.removeprefix("-").isdecimal() or not value.isascii():
            raise ApiRefusal(
                f"Invalid integer: {value}", code="parameter_invalid_integer", param=name
            )
        number = int(value)
        if (least is not None and number < least) or (most is not None and number > most):
            bound = (
                f"greater than or equal to {least}" if number < (least or 0) else f"at most {most}"
            )
            raise ApiRefusal(
                f"This value must be {bound}.", code="parameter_invalid_integer", param=name
            )
        return number

    return read


def decimal(raw: Any, name: str) -> Decimal:
    """A decimal string with at most 12 places, not negative."""
    value = _scalar(raw, name)
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ApiRefusal(f"Invalid decimal: {value}", param=name) from error
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -12 or number < 0:
        raise ApiRefusal(f"Invalid decimal: {value}; at most 12 decimal places", param=name)
    return number


def flag(raw: Any, name: str) -> bool:
    """`true` or `false`."""
    value = _scalar(raw, name)
    if value not in {"true", "false"}:
        raise ApiRefusal(f"Invalid boolean: {value}", param=name)
    return value == "true"


def choice(*allowed: str) -> Reader:
    """One of the words."""

    def read(raw: Any, name: str) -> str:
        value = _scalar(raw, name)
        if value not in allowed:
            raise ApiRefusal(f"Invalid {name}: must be one of {', '.join(allowed)}", param=name)
        return value

    return read


def url(raw: Any, name: str) -> str:
    """An absolute http or https address."""
    value = _scalar(raw, name)
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(value) > 5000:
        raise ApiRefusal("Not a valid URL", code="url_invalid", param=name)
    return value


def currency(raw: Any, name: str) -> str:
    """A three-letter code in lower case."""
    value = _scalar(raw, name)
    if len(value) != 3 or not (value.isascii() and value.isalpha() and value.islower()):
        raise ApiRefusal(
            f"Invalid currency: {value}. Stripe takes three lower-case letters here.", param=name
        )
    return value


def many(item: Reader, *, most: int = 100, least: int = 0) -> Reader:
    """A list, written with the indices 0, 1, 2 …"""

    def read(raw: Any, name: str) -> list[Any]:
        if not isinstance(raw, dict) or list(raw) != [str(i) for i in range(len(raw))]:
            raise ApiRefusal("Invalid array", param=name)
        if not least <= len(raw) <= most:
            raise ApiRefusal(f"{name} must have between {least} and {most} entries.", param=name)
        return [item(value, f"{name}[{index}]") for index, value in raw.items()]

    return read


def group(fields: Mapping[str, Reader], *, required: tuple[str, ...] = ()) -> Reader:
    """An object with these fields and no others."""

    def read(raw: Any, name: str) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise ApiRefusal("Invalid object", param=name)
        for field in raw:
            if field not in fields:
                full = f"{name}[{field}]" if name else field
                raise ApiRefusal(
                    f"Received unknown parameter: {full}", code="parameter_unknown", param=full
                )
        for field in required:
            if field not in raw:
                full = f"{name}[{field}]" if name else field
                raise ApiRefusal(
                    f"Missing required param: {full}.", code="parameter_missing", param=full
                )
        return {f: fields[f](v, f"{name}[{f}]" if name else f) for f, v in raw.items()}

    return read


def metadata(raw: Any, name: str) -> dict[str, str]:
    """At most 50 keys of 40 characters with values of 500; an empty value removes its key."""
    if raw == "":
        return {}
    if not isinstance(raw, dict):
        raise ApiRefusal("Invalid object", param=name)
    if len(raw) > 50:
        raise ApiRefusal("You can have at most 50 metadata keys.", param=name)
    for key, value in raw.items():
        full = f"{name}[{key}]"
        if not isinstance(value, str):
            raise ApiRefusal("Metadata values must be strings.", param=full)
        if len(key) > 40:
            raise ApiRefusal("Metadata keys can have at most 40 characters.", param=full)
        if len(value) > 500:
            raise ApiRefusal("Metadata values can have at most 500 characters.", param=full)
    return dict(raw)


def _scalar(raw: Any, name: str) -> str:
    if not isinstance(raw, str):
        raise ApiRefusal("Invalid string: a nested value was given", param=name)
    if raw == "":
        raise ApiRefusal(
            f"You passed an empty string for '{name}'. Empty values unset a parameter; "
            f"however '{name}' cannot be unset.",
            code="parameter_invalid_empty",
            param=name,
        )
    return raw
