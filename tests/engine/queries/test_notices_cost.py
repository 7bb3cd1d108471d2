"""Thousands of notices that somebody has had do not make their pages slower."""

import uuid
from datetime import timedelta
from functools import partial

from sqlalchemy import event, insert, text

from engine.persistence.notifications import Delivery, Notification
from engine.queries.notice_places import list_danger_waiting
from engine.queries.notices import (
    NoticeFilter,
    count_unread_notices,
    list_notices,
    list_unread_danger,
)
from tests.support.case_rows import START, CaseRows
from tests.support.directory import demo_actor

FEW, MANY = 100, 5_000
READS = {
    "first page": partial(list_notices, limit=25),
    "unread": partial(list_notices, wanted=NoticeFilter(only_unread=True), limit=25),
    "danger": partial(list_notices, wanted=NoticeFilter(only_danger=True), limit=25),
    "count": count_unread_notices,
    "pinned": lambda _engine, work, actor: list_unread_danger(work, actor),
    "banner": lambda _engine, work, actor: list_danger_waiting(work, actor),
}


def _add_notices(rows, actor, count, **columns):
    """Write notices that the actor has read, each with its e-mail."""
    notice = rows.add_notification()
    facts = {c.key: getattr(notice, c.key) for c in Notification.__table__.columns}
    ids = [uuid.uuid4() for _ in range(count)]
    with rows.engine.open_unit_of_work() as work:
        work.session.execute(insert(Notification), [facts | {"id": one} for one in ids])
        work.session.execute(
            insert(Delivery),
            [
                {
                    "id": uuid.uuid4(),
                    "notification_id": notification_id,
                    "person_id": actor.person_id,
                    "agency_key": "reading-school",
                    "channel": channel,
                    "state": "sent",
                    "attempts": 1,
                    "delivered_at": START + timedelta(minutes=number),
                    "read_at": START if channel == "in_app" else None,
                    "subject": "BRK-1: something",
                    "body": "Something.",
                    "is_danger": False,
                }
                | columns
                for number, notification_id in enumerate(ids)
                for channel in ("in_app", "email")
            ],
        )
        work.session.execute(text("ANALYZE"))
        work.commit()


def _rows_with_some_notices(engine):
    """Return rows of two people, with a few unread notices each."""
    rows = CaseRows(engine)
    people = [demo_actor(engine, "line-manager", f"reading-{one}") for one in ("school", "council")]
    for actor in people:
        _add_notices(rows, actor, 3, read_at=None)
        _add_notices(rows, actor, 3, read_at=None, is_danger=True)
    return rows, people


def _steps(work, read):
    """Return how much SQLite does for a question, in tens of its own steps."""
    read()  # statements and plans are ready
    driver, counted = work.session.connection().connection.driver_connection, []
    driver.set_progress_handler(lambda: counted.append(1) and None, 10)
    read()
    driver.set_progress_handler(None, 0)
    return len(counted)


def test_sqlite_does_the_same_work_however_many_notices_were_read(open_engine, sqlite_url):
    rows, people = _rows_with_some_notices(open_engine(sqlite_url))
    steps = []
    for count in (FEW, MANY):
        for actor in people:
            _add_notices(rows, actor, count)
        with rows.engine.open_reading() as work:
            steps.append(
                {
                    name: _steps(work, partial(read, rows.engine, work, people[0]))
                    for name, read in READS.items()
                }
            )
    few, many = steps
    assert all(few.values())
    assert {name: many[name] for name in READS if many[name] > few[name] * 1.2 + 5} == {}


def test_postgresql_reads_few_pages_of_memory_however_many_were_read(open_engine, postgresql_url):
    rows, people = _rows_with_some_notices(open_engine(postgresql_url))
    for actor in people:
        _add_notices(rows, actor, MANY)
    touched = {name: _pages(rows.engine, read, people[0]) for name, read in READS.items()}
    assert all(touched.values())
    assert {name: pages for name, pages in touched.items() if pages > 130} == {}


def _pages(engine, read, actor):
    """Return how many pages of memory the largest statement of a question touches."""
    statements = []
    listener = lambda _c, _cursor, sql, values, *_: statements.append((sql, values))  # noqa: E731
    event.listen(engine.database.engine, "before_cursor_execute", listener)
    with engine.open_reading() as work:
        read(engine, work, actor)
    event.remove(engine.database.engine, "before_cursor_execute", listener)
    with engine.database.engine.connect() as connection:
        return max(_buffers(connection, sql, values) for sql, values in statements)


def _buffers(connection, sql, values):
    explain = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}"
    plan = connection.exec_driver_sql(explain, values).scalar_one()[0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
