"""Patterns of text that can be kept: a database takes no NUL."""

WITHOUT_NUL = r"^[^\x00]*$"
SAYING_SOMETHING = r"^\s*[^\s\x00][^\x00]*$"
