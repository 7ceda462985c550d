"""A pytest plugin that writes down which tests failed while they ran, and with what."""

import json
import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

WITNESS = "PASSEPARTOUT_GUARD_WITNESS"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.excinfo is not None and report.failed:
        told = {"test": item.nodeid, "when": call.when, "error": call.excinfo.typename}
        with Path(os.environ[WITNESS]).open("a") as book:
            book.write(json.dumps(told) + "\n")
    return report
