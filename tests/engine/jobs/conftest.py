"""The engine and the case that the tests of this folder look at."""

from tests.support.case_rows import engine, open_engine, rows

__all__ = ["engine", "open_engine", "rows"]
