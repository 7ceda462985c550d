"""A stand-in for Stripe that speaks its protocol strictly: a separate program."""
