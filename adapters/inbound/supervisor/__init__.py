"""Starts the parts of a shop as child processes, keeps them running and stops them in order."""
