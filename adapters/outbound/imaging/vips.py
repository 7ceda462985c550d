"""How libvips is set up where strangers' pictures are decoded."""

import pyvips


def set_up(threads: int) -> None:
    """Close every loader that is not meant for strangers' files, and keep nothing between calls."""
    pyvips.block_untrusted_set(True)
    pyvips.cache_set_max(0)
    pyvips.concurrency_set(threads)
