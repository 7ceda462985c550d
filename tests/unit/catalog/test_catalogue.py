"""What the shop offers, and what it says to a wish that it does not offer."""

import pytest

from domain.catalog.catalogue import Catalogue, FrameUnknown
from domain.catalog.frame import CurrencyNotSold
from domain.shared.money import Money
from tests.unit.catalog.frames import catalogue, frame


def test_a_frame_is_found_in_upper_and_lower_case() -> None:
    assert catalogue().frame("12X16", "Classic", "BLACK") == frame("12x16", "black")


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (("13x17", "classic", "black"), "frameSize"),
        (("12x16", "baroque", "black"), "frameStyle"),
        (("12x16", "classic", "pink"), "frameMaterial"),
    ],
)
def test_an_unknown_frame_names_the_field_at_fault_and_what_is_offered(
    choice: tuple[str, str, str], field: str
) -> None:
    with pytest.raises(FrameUnknown) as refused:
        catalogue().frame(*choice)
    assert refused.value.field == field
    assert refused.value.facts["frameMaterials"] == ["black", "white"]


def test_two_frames_for_one_choice_are_a_mistake_in_the_data() -> None:
    with pytest.raises(ValueError, match="Two frames"):
        Catalogue.of([frame(), frame()])


def test_a_price_is_money_of_the_asked_currency() -> None:
    assert frame().price_in("JPY") == Money(10400, "JPY")


def test_a_currency_without_a_price_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(CurrencyNotSold) as refused:
        frame().price_in("XAU")
    assert refused.value.facts == {"offered": ["GBP", "JPY"]}
