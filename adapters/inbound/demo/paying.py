"""Pays on the hosted page as a person with a browser would: fill the form in, press the button."""

from urllib.parse import urljoin

import httpx

from adapters.inbound.demo.form import first_form
from adapters.inbound.demo.refusals import DemoFailed

PAY = ("action", "pay")


async def pay_on_page(http: httpx.AsyncClient, url: str, name: str) -> str:
    """Returns the address of the shop's page that the buyer is led back to. Raises DemoFailed."""
    page = await http.get(url)
    form = first_form(page.text)
    if page.status_code != httpx.codes.OK or form is None or PAY not in form.buttons:
        raise DemoFailed(f"The payment page {url} answered {page.status_code} without a form.")
    filled = {**form.fields, "name": name, PAY[0]: PAY[1]}
    pressed = await http.post(urljoin(url, form.action), data=filled)
    if not pressed.has_redirect_location:
        raise DemoFailed(f"The payment was not taken: the page answered {pressed.status_code}.")
    back = urljoin(url, pressed.headers["Location"])
    returned = await http.get(back)
    if returned.status_code != httpx.codes.OK:
        raise DemoFailed(f"The shop's page {back} answered {returned.status_code} after paying.")
    return back
