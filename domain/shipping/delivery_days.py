"""How long an order takes from payment to the door: the lab promises no dates, so a table does."""

from domain.shipping.quote import ShippingMethod
from domain.shipping.zone import Zone

# Working days (fewest, most): two to four of them are production, the rest is the way.
_DAYS = {
    Zone.DOMESTIC: {
        ShippingMethod.BUDGET: (5, 9),
        ShippingMethod.STANDARD: (4, 7),
        ShippingMethod.STANDARD_PLUS: (4, 6),
        ShippingMethod.EXPRESS: (3, 5),
        ShippingMethod.OVERNIGHT: (3, 5),
    },
    Zone.EUROPE: {
        ShippingMethod.BUDGET: (7, 12),
        ShippingMethod.STANDARD: (6, 10),
        ShippingMethod.STANDARD_PLUS: (5, 9),
        ShippingMethod.EXPRESS: (4, 6),
        ShippingMethod.OVERNIGHT: (3, 5),
    },
    Zone.WORLD: {
        ShippingMethod.BUDGET: (10, 21),
        ShippingMethod.STANDARD: (8, 15),
        ShippingMethod.STANDARD_PLUS: (7, 12),
        ShippingMethod.EXPRESS: (5, 9),
        ShippingMethod.OVERNIGHT: (4, 7),
    },
}


def delivery_days(method: ShippingMethod, zone: Zone) -> tuple[int, int]:
    return _DAYS[zone][method]
