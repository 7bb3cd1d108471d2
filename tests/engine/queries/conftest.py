"""The engines and the case that the tests of this folder look at."""

from tests.support.case_rows import engine, open_engine, rows
from tests.support.engine import (
    berkshire,
    berkshire_postgres_template,
    berkshire_postgresql_url,
    berkshire_sqlite_template,
    berkshire_sqlite_url,
    berkshire_url,
)

__all__ = [
    "berkshire",
    "berkshire_postgres_template",
    "berkshire_postgresql_url",
    "berkshire_sqlite_template",
    "berkshire_sqlite_url",
    "berkshire_url",
    "engine",
    "open_engine",
    "rows",
]
