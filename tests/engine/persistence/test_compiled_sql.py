"""A query is compiled once for all databases of a kind, and apart for each kind."""

from sqlalchemy import String, cast, event, func, select
from sqlalchemy.engine.interfaces import CacheStats

from engine.persistence.cases import Case
from engine.persistence.database import connect

# Asked nowhere else; the two kinds of database say it in different words.
QUERY = select(func.count(), cast(func.count(), String).regexp_match("7")).select_from(Case)


def asked(url: str) -> tuple[CacheStats, str]:
    """Ask a database opened for this alone; return where the SQL came from, and the SQL."""
    heard = []
    database = connect(url)
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _cursor, sql, _p, context, _many: heard.append((context.cache_hit, sql)),
    )
    with database.open_reading() as session:
        session.execute(QUERY)
    database.engine.dispose()
    return heard[-1]


def test_a_second_database_finds_what_the_first_one_compiled(database_url):
    asked(database_url)
    where, _ = asked(database_url)
    assert where is CacheStats.CACHE_HIT


def test_each_kind_of_database_has_its_own_words(sqlite_url, postgresql_url):
    assert " REGEXP " in asked(sqlite_url)[1]
    assert " ~ " in asked(postgresql_url)[1]
