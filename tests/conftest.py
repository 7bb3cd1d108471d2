"""Fixtures and habits of every test; each is told in its own module of `tests/support`."""

import os

import pytest
from hypothesis import settings

pytest_plugins = (
    "tests.support.must_run",
    "tests.support.ordering",
    "tests.support.garbage",
    "tests.support.databases",
    "tests.support.quick_apps",
    "tests.support.smtp",
    "tests.support.web",
    "tests.support.browser",
    "tests.support.engine",
    "tests.support.case_rows",
    "tests.support.workshop",
    "tests.support.walking.report",
)

# Two busy cores make any single example slow now and then; the number of examples is the limit.
settings.register_profile("concord", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "concord"))


@pytest.fixture(scope="session")
def base_url() -> None:
    """Say that browser tests give addresses whole.

    It stands here to come before pytest-playwright's own, which pytest warns of: it is a method.
    """
