"""Looks for garbage less often: a search costs more the more tests, apps and modules there are."""

import gc

YOUNG, MIDDLE, OLD = 10_000, 10, 10
"""How many new objects, and how many younger searches, bring about a search of each generation."""


def pytest_collection_finish() -> None:
    """Leave what the run keeps until its end, all modules and tests, out of every search."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
