"""What keeps a shop from starting, said in one sentence that a person can act on."""


class CannotStart(Exception):
    """The message is shown as it is, without a trace."""
