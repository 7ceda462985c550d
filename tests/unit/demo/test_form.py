"""The customer reads a form as a browser does."""

from adapters.inbound.demo.form import first_form

PAGE = """
<form method="post" action="/pay/1">
  <input type="email" name="email" value="ada@example.com" readonly>
  <input type="radio" name="rate" value="slow"><input type="radio" name="rate" value="fast" checked>
  <input type="text" name="card" value="4242 4242"><input type="text" id="nameless">
  <button name="action" value="pay">Pay</button><button name="action" value="cancel">No</button>
</form>
<form action="/search"><input name="q"></form>
"""


def test_a_form_is_sent_as_it_stands_with_what_is_ticked() -> None:
    form = first_form(PAGE)
    assert form is not None
    assert form.action == "/pay/1"
    assert form.fields == {"email": "ada@example.com", "rate": "fast", "card": "4242 4242"}
    assert form.buttons == [("action", "pay"), ("action", "cancel")]


def test_a_page_without_a_form_has_none() -> None:
    assert first_form("<p>Already paid</p>") is None
