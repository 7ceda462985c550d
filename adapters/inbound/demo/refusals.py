"""Why a purchase could not be finished, in a sentence for the person who watches."""


class DemoFailed(Exception):
    """The message is shown as it is, without a trace."""
