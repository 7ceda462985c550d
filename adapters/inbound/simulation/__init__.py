"""A whole shop in one thread under a virtual clock: every choice is drawn from one seed."""
