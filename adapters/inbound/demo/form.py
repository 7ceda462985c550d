"""A form in a page, read as a browser reads it: its fields as they stand, and its buttons."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TICKED_TYPES = {"radio", "checkbox"}


@dataclass(slots=True)
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


def first_form(page: str) -> Form | None:
    reader = _Reader()
    reader.feed(page)
    return reader.form


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self._within = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and self.form is None:
            self.form = Form(given.get("action", ""))
            self._within = True
        if not self._within or self.form is None or "name" not in given:
            return
        if tag == "button":
            self.form.buttons.append((given["name"], given.get("value", "")))
        # A browser sends no radio button or box that is not ticked.
        elif tag == "input" and (given.get("type") not in TICKED_TYPES or "checked" in given):
            self.form.fields[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._within = False
