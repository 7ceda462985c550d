"""A reset confirmed an account together with the name that whoever signed up had chosen for it."""

from tests.unit.identity.people import ADA, People


async def test_a_reset_that_confirms_drops_the_name() -> None:
    people = People()
    await people.sign_up(name="Go to evil.example now")
    await people.forgot(ADA)
    await people.reset(people.token())
    assert people.account().is_confirmed
    assert people.account().user_name == ""
    await people.forgot(ADA)
    assert people.mails[-1].data["name"] == ""


async def test_a_reset_of_a_confirmed_account_keeps_the_name() -> None:
    people = People()
    await people.with_account()
    await people.forgot(ADA)
    await people.reset(people.token())
    assert people.account().user_name == "Ada"
