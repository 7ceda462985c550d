"""What staff who look for carts are refused."""

from domain.shared.refusals import Invalid, NotFound


class CartNotFound(NotFound):
    """There is no cart of that id."""

    code = "cart_not_found"


class CartSearchInvalid(Invalid):
    """Carts are looked for by one thing: the owner's id, or their e-mail address."""

    code = "cart_search_invalid"
