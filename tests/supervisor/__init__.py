"""The supervisor on real processes: stubs for its mechanics, then the embedded servers."""
