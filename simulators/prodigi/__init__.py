"""A stand-in for the Prodigi Print API v4: strict, persistent, and able to fail on demand."""
