"""What reading costs a server: a statement that comes again is not planned again."""

from sqlalchemy import func, select, text

from engine.persistence.cases import Case
from engine.persistence.database import connect

SO_OFTEN = 10
"""More than the driver waits for before it lets the server keep a statement."""


def test_the_server_keeps_what_is_read_again_and_again(postgresql_url: str):
    database = connect(postgresql_url)
    for _ in range(SO_OFTEN):
        with database.open_reading() as session:
            session.scalar(select(func.count()).select_from(Case))
    with database.open_reading() as session:
        kept = session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("FROM case_file" in statement for statement in kept)
    database.engine.dispose()


def test_no_query_is_compiled(postgresql_url: str):
    database = connect(postgresql_url)
    for door in (database.open_reading, database.open_writing):
        with door() as session:
            assert session.scalar(text("SHOW jit")) == "off"
    database.engine.dispose()


def test_what_was_read_holds_up_no_writer(postgresql_url: str):
    database = connect(postgresql_url)
    with database.open_reading() as session:
        session.scalar(select(func.count()).select_from(Case))
        waiting = "datname = current_database() AND state LIKE 'idle in transaction%'"
        query = text(f"SELECT count(*) FROM pg_stat_activity WHERE {waiting}")
        assert session.scalar(query) == 0
    database.engine.dispose()
