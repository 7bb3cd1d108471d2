"""However much is open, for others or for one's own group, an inbox costs the same."""

import uuid
from functools import partial
from itertools import cycle

import pytest
from sqlalchemy import event, select, text

from engine.persistence.cases import Case, CaseAgency
from engine.persistence.directory import Person
from engine.persistence.writing import columns_of, insert_rows
from engine.queries.worklist import list_open_tasks
from engine.queries.worklist_counts import count_open_tasks, count_tasks
from engine.queries.worklist_done import list_done_tasks
from engine.queries.worklist_filter import TaskFilter, View
from engine.queries.worklist_order import Due
from engine.queries.worklist_walks import MOST_EXAMINED
from tests.support.case_rows import START, CaseRows, group
from tests.support.directory import demo_actor

FEW, MANY = 10, 5_000
OWN, OTHERS = (group("line-manager", agency) for agency in ("reading-school", "thames-police"))


def _listed(**wanted):
    return partial(list_open_tasks, wanted=TaskFilter(**wanted))


def _count_view(_engine, work, actor, *, view):
    return count_tasks(work, actor, view)


READS = {
    "team": list_open_tasks,
    "mine": _listed(view=View.MINE),
    "waiting": _listed(view=View.WAITING),
    "overdue": _listed(due=Due.OVERDUE),
    "no limit": _listed(due=Due.NONE),
    "done": list_done_tasks,
    "done by the team": partial(list_done_tasks, view=View.TEAM_DONE),
    "counts": count_open_tasks,
    "count of mine": partial(_count_view, view=View.MINE),
    "count of waiting": partial(_count_view, view=View.WAITING),
}
SIFTED = {
    "fits all": _listed(stage="S1"),
    "fits none": _listed(agency="berkshire-health"),
    "fits none of mine": _listed(view=View.MINE, stage="S9"),
}


def _desk(engine):
    """Return the rows of a desk whose owner has a few tasks, and has done a few."""
    rows = CaseRows(engine)
    actor = demo_actor(rows.engine, "line-manager", "reading-school")
    rows.open_to(OWN)
    for _ in range(3):
        rows.add_task([OWN], claimed_by=actor.person_id, claimed_at=START)
        rows.add_task(state="completed", completed_by=actor.person_id, closed_at=START)
    return rows, actor


def _add(rows, opening, count):
    """Open so many tasks, each in a case of its own in which the desk's owner has not acted."""
    cases = [uuid.uuid4() for _ in range(count)]
    template = columns_of(rows.case)
    with rows.engine.open_reading() as work:
        raisers = cycle(work.session.scalars(select(Person.id).where(Person.name.like("Meet%"))))
        named = [
            {**template, "id": one, "reference": f"MANY-{one.hex}", "started_by": next(raisers)}
            for one in cases
        ]
    sides = [
        {"case_id": one, "agency_key": agency, "side": side}
        for one in cases
        for agency, side in (("reading-council", "receiving"), ("thames-police", "raising"))
    ]
    with rows.engine.open_unit_of_work() as work:
        insert_rows(work, Case, named)
        insert_rows(work, CaseAgency, sides)
        work.commit()
    rows.add_many_tasks(opening, count, case_id=lambda number: cases[number])
    with rows.engine.open_unit_of_work() as work:
        work.session.execute(text("ANALYZE"))
        work.commit()


def _sqlite_steps(rows, actor, read):
    """Return how many tens of steps SQLite's machine takes for a read."""
    with rows.engine.open_reading() as work:
        read(rows.engine, work, actor)  # statements are ready
    with rows.engine.open_reading() as work:
        driver = work.session.connection().connection.driver_connection
        counted = []
        driver.set_progress_handler(lambda: counted.append(1) and None, 10)
        read(rows.engine, work, actor)
        driver.set_progress_handler(None, 0)
    return len(counted)


@pytest.mark.parametrize("opening", [OTHERS, OWN], ids=["others", "own group"])
def test_sqlite_does_the_same_work_for_a_page_however_much_is_open(
    open_engine, sqlite_url, opening
):
    """Where the pages are full, so that there is as much to show before as after."""
    rows, actor = _desk(open_engine(sqlite_url))
    steps = []
    for count in (MOST_EXAMINED + FEW, MANY):
        _add(rows, opening, count)
        steps.append(
            {name: _sqlite_steps(rows, actor, read) for name, read in (READS | SIFTED).items()}
        )
    few, many = steps
    assert {name for name in many if many[name] > few[name] * 1.2 + 5} == set()


def test_a_full_inbox_costs_sqlite_little_more_than_a_short_one(open_engine, sqlite_url):
    """One hundred tasks are looked at to count them; no read looks at all of them."""
    rows, actor = _desk(open_engine(sqlite_url))
    _add(rows, OWN, 100)
    few = {name: _sqlite_steps(rows, actor, read) for name, read in READS.items()}
    _add(rows, OWN, MANY)
    many = {name: _sqlite_steps(rows, actor, read) for name, read in READS.items()}
    assert {name for name in many if many[name] > few[name] * 1.3 + 5} == set()


@pytest.mark.parametrize("opening", [OTHERS, OWN], ids=["others", "own group"])
def test_postgresql_reads_the_same_pages_of_memory_however_much_is_open(
    open_engine, postgresql_url, opening
):
    rows, actor = _desk(open_engine(postgresql_url))
    _add(rows, opening, MANY)
    touched = {name: _postgresql_buffers(rows, actor, read) for name, read in READS.items()}
    # A walk that shows a page of tasks of one's own looks up each of them.
    assert {name: most for name, most in touched.items() if most > 900} == {}
    sifted = {name: _postgresql_buffers(rows, actor, read) for name, read in SIFTED.items()}
    assert {name: most for name, most in sifted.items() if most > 10 * MOST_EXAMINED} == {}


def test_every_page_asks_the_same_number_of_questions(open_engine, sqlite_url):
    rows, actor = _desk(open_engine(sqlite_url))
    few = {name: len(_statements(rows, actor, read)) for name, read in READS.items()}
    _add(rows, OWN, MANY)
    many = {name: len(_statements(rows, actor, read)) for name, read in READS.items()}
    assert few == many
    assert max(many.values()) <= 6


def _statements(rows, actor, read):
    statements = []
    listener = lambda _c, _cursor, sql, values, *_: statements.append((sql, values))  # noqa: E731
    event.listen(rows.engine.database.engine, "before_cursor_execute", listener)
    with rows.engine.open_reading() as work:
        read(rows.engine, work, actor)
    event.remove(rows.engine.database.engine, "before_cursor_execute", listener)
    return [(sql, values) for sql, values in statements if not sql.startswith("BEGIN")]


def _postgresql_buffers(rows, actor, read):
    """Return the most pages of memory that a statement of a read touches."""
    statements = _statements(rows, actor, read)
    with rows.engine.database.engine.connect() as connection:
        return max(
            _buffers(
                connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", values)
            )
            for sql, values in statements
        )


def _buffers(result):
    plan = result.scalar_one()[0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
