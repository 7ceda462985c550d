"""How thorough Hypothesis is: HYPOTHESIS_PROFILE=thorough looks much longer than every run does."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.running_shop"]

# Whole purchases are played in each example, so time says nothing about a machine that is busy.
settings.register_profile(
    "default", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
