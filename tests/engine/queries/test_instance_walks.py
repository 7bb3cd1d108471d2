"""Pages of process instances: no gaps, whatever the state and version, at a bounded cost."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from engine.errors import InputRefusedError, NotAllowedError
from engine.persistence.cases import Case, CaseAgency
from engine.persistence.instances import ProcessInstance
from engine.persistence.writing import columns_of, insert_rows
from engine.queries import instance_walks
from engine.queries.instance_filters import InstanceFilter
from engine.queries.instance_walks import MOST_EXAMINED
from engine.queries.instances import (
    MOST_COUNTED,
    choose_all,
    every_instance,
    list_instances,
)
from tests.support.case_rows import START, CaseRows
from tests.support.directory import demo_actor

STATES = ("active", "suspended", "ended")


@pytest.fixture
def administrator(engine):
    return demo_actor(engine, "administrator", "berkshire-partnership")


def _add(rows, count, state="ended", agency=""):
    """Write so many cases with an instance each, started one minute after the other."""
    case, instance = columns_of(rows.case), columns_of(rows.instance)
    ids = [uuid.uuid4() for _ in range(count)]
    with rows.engine.open_unit_of_work() as work:
        insert_rows(
            work,
            Case,
            [{**case, "id": one, "reference": f"MANY-{one.hex}"} for one in ids],
        )
        insert_rows(
            work,
            ProcessInstance,
            [
                {
                    **instance,
                    "id": uuid.uuid4(),
                    "case_id": one,
                    "state": state,
                    "started_at": START - timedelta(minutes=number),
                }
                for number, one in enumerate(ids)
            ],
        )
        if agency:
            sides = [{"case_id": one, "agency_key": agency, "side": "raising"} for one in ids]
            insert_rows(work, CaseAgency, sides)
        work.commit()
    with rows.engine.open_unit_of_work() as work:
        work.session.execute(text("ANALYZE"))
        work.commit()


def _pages(rows, actor, only, limit):
    cursor = None
    while True:
        with rows.engine.open_reading() as work:
            page = list_instances(rows.engine, work, actor, only=only, limit=limit, cursor=cursor)
        yield page
        cursor = page.next_cursor
        if cursor is None:
            return


def test_pages_over_states_and_versions_have_no_gaps(rows, administrator):
    other = CaseRows(rows.engine, "BRK-2026-000002")
    for state in STATES:
        _add(rows, 5, state)
        _add(other, 5, state)
    pages = list(_pages(rows, administrator, InstanceFilter(), 7))
    found = [row for page in pages for row in page.rows]
    assert len(found) == len({row.id for row in found}) == 32
    assert found == sorted(found, key=lambda row: (row.started_at, row.id), reverse=True)
    assert [page.count for page in pages] == [32, None, None, None, None]
    ended = next(_pages(rows, administrator, InstanceFilter(state="ended"), 7))
    assert (ended.count, {row.state for row in ended.rows}) == (10, {"ended"})


def test_a_filter_that_no_index_knows_looks_through_some_and_goes_on(
    rows, administrator, monkeypatch
):
    monkeypatch.setattr(instance_walks, "MOST_EXAMINED", 20)
    _add(rows, 3, agency="thames-police")
    _add(rows, MOST_COUNTED + 100)
    wanted = InstanceFilter(agency_key="thames-police")
    pages = list(_pages(rows, administrator, wanted, 2))
    assert sum(len(page.rows) for page in pages) == 3
    assert pages[0].is_cut_off
    assert not pages[-1].is_cut_off


def test_a_count_goes_no_further_than_it_helps(rows, administrator):
    _add(rows, MOST_COUNTED + 10)
    page = next(_pages(rows, administrator, InstanceFilter(), 5))
    assert (page.count, page.is_cut_off) == (MOST_COUNTED + 1, False)


def test_all_that_fit_are_read_in_parts_and_chosen_when_they_have_not_ended(rows, administrator):
    _add(rows, 1_500, "active")
    _add(rows, 10, "ended")
    with rows.engine.open_reading() as work:
        parts = list(every_instance(rows.engine, work, administrator, InstanceFilter()))
        chosen = choose_all(rows.engine, work, administrator, InstanceFilter())
    ids = [row.id for part in parts for row in part]
    assert len(ids) == len(set(ids)) == 1_511
    assert len(set(chosen)) == 1_501


def test_more_than_one_operation_takes_is_refused(rows, administrator):
    _add(rows, 10_001, "active")
    with rows.engine.open_reading() as work, pytest.raises(InputRefusedError, match="10,000"):
        choose_all(rows.engine, work, administrator, InstanceFilter())


def test_nobody_else_reads_or_chooses_any(rows):
    actor = demo_actor(rows.engine, "business-manager", "berkshire-partnership")
    with rows.engine.open_reading() as work:
        with pytest.raises(NotAllowedError):
            choose_all(rows.engine, work, actor, InstanceFilter())
        with pytest.raises(NotAllowedError):
            list(every_instance(rows.engine, work, actor, InstanceFilter()))


READS = {
    "open": InstanceFilter(state="open"),
    "any": InstanceFilter(),
    "element": InstanceFilter(element_id="Task_S1_Contact"),
    "overdue": InstanceFilter(is_overdue=True),
    "incident": InstanceFilter(has_incident=True),
    "old": InstanceFilter(older_than_days=1),
    "agency": InstanceFilter(agency_key="berkshire-health"),
}


def test_sqlite_does_the_same_work_for_a_page_however_many_there_are(open_engine, sqlite_url):
    rows = CaseRows(open_engine(sqlite_url))
    actor = demo_actor(rows.engine, "administrator", "berkshire-partnership")
    rows.add_task(due_at=START)
    steps = []
    for count in (MOST_EXAMINED + 3_000, 12_000):
        _add(rows, count)
        steps.append({name: _steps(rows, actor, only) for name, only in READS.items()})
    few, many = steps
    assert {name for name in many if many[name] > few[name] * 1.2 + 5} == set()


def test_every_page_asks_the_same_number_of_questions(rows, administrator):
    few = {name: _questions(rows, administrator, only) for name, only in READS.items()}
    _add(rows, 300, "active")
    many = {name: _questions(rows, administrator, only) for name, only in READS.items()}
    assert max(many.values()) <= 6
    assert many["open"] == few["open"]


def _steps(rows, actor, only):
    """Return how many tens of steps SQLite's machine takes for a page."""
    for _ in range(2):  # the first makes statements ready
        with rows.engine.open_reading() as work:
            driver = work.session.connection().connection.driver_connection
            counted = []
            driver.set_progress_handler(lambda counted=counted: counted.append(1) and None, 10)
            list_instances(rows.engine, work, actor, only=only, limit=25)
            driver.set_progress_handler(None, 0)
    return len(counted)


def _questions(rows, actor, only):
    asked = []
    listener = lambda _c, _cursor, sql, *_: asked.append(sql)  # noqa: E731
    event.listen(rows.engine.database.engine, "before_cursor_execute", listener)
    with rows.engine.open_reading() as work:
        list_instances(rows.engine, work, actor, only=only, limit=25)
    event.remove(rows.engine.database.engine, "before_cursor_execute", listener)
    return len([sql for sql in asked if not sql.startswith("BEGIN")])
