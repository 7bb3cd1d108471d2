"""What is open for others does not make somebody's inbox slower."""

import uuid
from functools import partial

import pytest
from sqlalchemy import event, insert, text

from engine.persistence.tasks import TaskCandidate, UserTask
from engine.queries.worklist import list_done_tasks, list_open_tasks
from tests.support.case_rows import START, CaseRows, group
from tests.support.directory import demo_actor

FEW, MANY = 10, 5_000
OTHERS = group("line-manager", "thames-police").group


def _add_others(rows, count):
    """Write tasks of another group, some claimed and some done by others."""
    template = rows.add_task()
    columns = {c.key: getattr(template, c.key) for c in UserTask.__table__.columns}
    ids = [uuid.uuid4() for _ in range(count)]
    with rows.engine.open_unit_of_work() as work:
        work.session.execute(insert(UserTask), [columns | {"id": task_id} for task_id in ids])
        work.session.execute(
            insert(TaskCandidate),
            [
                {
                    "user_task_id": task_id,
                    "agency_key": OTHERS.agency_key,
                    "role": OTHERS.role,
                    "person_id": 0,
                    "sort_key": f"1|9999|{number:09d}",
                }
                for number, task_id in enumerate(ids)
            ],
        )
        work.session.execute(text("ANALYZE"))
        work.commit()


READS = (
    list_open_tasks,
    partial(list_open_tasks, mine=True),
    list_done_tasks,
)


def _rows_with_own_tasks(engine):
    rows = CaseRows(engine)
    actor = demo_actor(rows.engine, "line-manager", "reading-school")
    own = group("line-manager", "reading-school")
    rows.open_to(own)
    for _ in range(3):
        rows.add_task([own], claimed_by=actor.person_id, claimed_at=START)
        rows.add_task(state="completed", completed_by=actor.person_id, closed_at=START)
    return rows, actor


@pytest.mark.parametrize("read", READS, ids=["open", "mine", "done"])
def test_sqlite_does_the_same_work_for_a_page_however_much_is_open_for_others(
    open_engine, sqlite_url, read
):
    rows, actor = _rows_with_own_tasks(open_engine(sqlite_url))
    steps = []
    for count in (FEW, MANY):
        _add_others(rows, count)
        with rows.engine.open_reading() as work:
            read(rows.engine, work, actor)  # statements and plans are ready
            driver = work.session.connection().connection.driver_connection
            counted = []
            driver.set_progress_handler(lambda counted=counted: counted.append(1) and None, 10)
            read(rows.engine, work, actor)
            driver.set_progress_handler(None, 0)
        steps.append(len(counted))
    few, many = steps
    assert many <= few * 1.2 + 5


@pytest.mark.parametrize("read", READS, ids=["open", "mine", "done"])
def test_postgresql_reads_the_same_pages_of_memory_however_much_is_open_for_others(
    open_engine, postgresql_url, read
):
    rows, actor = _rows_with_own_tasks(open_engine(postgresql_url))
    _add_others(rows, MANY)
    statements = []
    listener = lambda _c, _cursor, sql, values, *_: statements.append((sql, values))  # noqa: E731
    event.listen(rows.engine.database.engine, "before_cursor_execute", listener)
    with rows.engine.open_reading() as work:
        read(rows.engine, work, actor)
    event.remove(rows.engine.database.engine, "before_cursor_execute", listener)
    with rows.engine.database.engine.connect() as connection:
        touched = [
            _buffers(
                connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", values)
            )
            for sql, values in statements
        ]
    assert len(statements) >= 2
    assert max(touched) < 60


def _buffers(result):
    plan = result.scalar_one()[0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
