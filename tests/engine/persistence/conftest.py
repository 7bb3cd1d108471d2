"""The engine that the tests of this folder use."""

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
]
