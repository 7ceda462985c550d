"""A stand-in for an OpenID Connect issuer such as Supabase Auth: publishes keys, mints tokens."""
