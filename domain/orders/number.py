"""The number a buyer reads out on the telephone."""


def order_number(serial: int) -> str:
    """`PP-100042` from the 42nd order; six digits at least, more when they are needed."""
    return f"PP-{100_000 + serial}"
