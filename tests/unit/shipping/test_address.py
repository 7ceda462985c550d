"""What is wrong with an address in any country."""

from dataclasses import replace

from domain.shipping.address import Address, AddressInvalid, AddressIssue

GOOD = Address(
    name="Ada Buyer",
    line1="1 High Street",
    town_or_city="London",
    postal_or_zip_code="N1 9GU",
    country_code="GB",
)


def test_a_good_address_has_no_issues() -> None:
    assert GOOD.issues == ()


def test_each_field_at_fault_is_named_as_the_api_names_it() -> None:
    bad = replace(GOOD, name=" ", town_or_city="x" * 101, line2="a\x00b")
    assert set(bad.issues) == {
        AddressIssue("name", "required"),
        AddressIssue("townOrCity", "too_long"),
        AddressIssue("line2", "invalid"),
    }


def test_the_refusal_lists_the_issues_as_facts() -> None:
    refusal = AddressInvalid.because_of([AddressIssue("postalOrZipCode", "invalid")])
    assert refusal.code == "address_invalid"
    assert refusal.facts == {"issues": [{"field": "postalOrZipCode", "code": "invalid"}]}
