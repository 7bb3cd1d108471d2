"""How large a database is, by its own answer."""

from sqlalchemy import text

from engine.persistence.unit_of_work import UnitOfWork


def database_size(work: UnitOfWork) -> int:
    """Return the bytes that the database takes, its indexes included; SQLite's log is not."""
    connection = work.session.connection()
    if connection.dialect.name == "postgresql":
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
    size = connection.exec_driver_sql("PRAGMA page_size").scalar() or 0
    return int(pages) * int(size)
