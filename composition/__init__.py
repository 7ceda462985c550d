"""What bootstrap.py is made of: the adapters, and the use cases of each area put together."""
