"""Cases: the list and one of them."""

import uuid
from datetime import timedelta

import pytest

from engine.access import Opening
from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.cases import Case
from engine.queries.case_details import load_case
from engine.queries.case_filters import CaseFilter
from engine.queries.case_list import list_cases
from engine.queries.case_notices import list_case_notices
from engine.queries.confirmations import list_confirmations
from engine.queries.diagrams import load_diagram_state
from engine.queries.submissions import list_kept_texts, list_submissions
from engine.queries.tasks import load_task
from engine.queries.timeline import list_timeline
from tests.support.case_rows import START, CaseRows, group
from tests.support.directory import demo_actor

SCHOOL = group("line-manager", "reading-school")
COUNCIL = group("line-manager", "reading-council")
BY_REFERENCE = (
    load_case,
    list_timeline,
    list_submissions,
    list_kept_texts,
    list_confirmations,
    list_case_notices,
    load_diagram_state,
)


@pytest.fixture
def manager(engine):
    return demo_actor(engine, "line-manager", "reading-school")


def _load(rows, actor):
    with rows.engine.open_reading() as work:
        return load_case(rows.engine, work, actor, rows.reference)


@pytest.mark.parametrize("read", BY_REFERENCE)
def test_a_case_of_others_cannot_be_told_from_one_that_does_not_exist(rows, manager, read):
    rows.open_to(group("line-manager", "thames-police"))
    messages = []
    for reference in (rows.reference, "BRK-2026-999999"):
        with rows.engine.open_reading() as work, pytest.raises(NotFoundError) as refusal:
            read(rows.engine, work, manager, reference)
        messages.append(str(refusal.value).replace(reference, "…"))
    assert messages[0] == messages[1]
    rows.open_to(SCHOOL)
    with rows.engine.open_reading() as work:
        read(rows.engine, work, manager, rows.reference)


def test_a_task_of_others_cannot_be_told_from_one_that_does_not_exist(rows, manager):
    task = rows.add_task([COUNCIL])
    for task_id in (task.id, uuid.uuid4()):
        with rows.engine.open_reading() as work, pytest.raises(NotFoundError):
            load_task(rows.engine, work, manager, task_id)


def test_the_list_holds_what_has_reached_the_actor_the_newest_first(engine, manager):
    for number in range(6):
        case = CaseRows(engine, f"BRK-2026-{number:06d}")
        case.open_to(COUNCIL if number == 2 else SCHOOL, Opening(SCHOOL.group, manager.person_id))
        engine.clock.advance(timedelta(minutes=number // 2))
    CaseRows(engine, "BRK-2026-000009").open_to(COUNCIL)
    seen, cursor = [], None
    while True:
        with engine.open_reading() as work:
            page = list_cases(engine, work, manager, limit=2, cursor=cursor)
        seen += [case.reference for case in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    with engine.open_reading() as work:
        assert seen == [case.reference for case in list_cases(engine, work, manager).rows]
    assert sorted(seen) == [f"BRK-2026-{number:06d}" for number in range(6)]
    assert set(seen[:2]) == {"BRK-2026-000004", "BRK-2026-000005"}


@pytest.mark.parametrize("cursor", ["", "x", "WyJhIl0", "WyIyMDI2LTAxLTAxIiwiYSJd"])
def test_a_cursor_of_another_list_is_refused(rows, manager, cursor):
    with rows.engine.open_reading() as work, pytest.raises(InputRefusedError, match="cursor"):
        list_cases(rows.engine, work, manager, cursor=cursor)


def test_ended_and_open_cases_can_be_listed_apart(engine, manager):
    for reference in ("BRK-2026-000001", "BRK-2026-000002"):
        CaseRows(engine, reference).open_to(SCHOOL)
    ended = CaseRows(engine, "BRK-2026-000003")
    ended.open_to(SCHOOL)
    with engine.open_unit_of_work() as work:
        case = work.session.get_one(Case, ended.case.id)
        case.ended_at, case.outcome = START, "End_Resolved"
        work.commit()

    def references(**options):
        with engine.open_reading() as work:
            found = list_cases(engine, work, manager, wanted=CaseFilter(**options)).rows
        return {case.reference: case.outcome for case in found}

    assert references(ended=True) == {"BRK-2026-000003": "end resolved"}
    assert set(references(ended=False)) == {"BRK-2026-000001", "BRK-2026-000002"}
    assert len(references()) == 3


def test_the_raising_agency_stands_before_the_receiving_one(rows, manager):
    rows.open_to(SCHOOL)
    with rows.engine.open_reading() as work:
        (case,) = list_cases(rows.engine, work, manager).rows
    assert [(p.agency_name, p.side) for p in case.participants] == [
        ("Reading School", "raising"),
        ("Reading Council", "receiving"),
    ]


def test_a_case_says_where_it_is_with_whom_and_until_when(rows, manager):
    rows.open_to(SCHOOL)
    later, sooner = START + timedelta(hours=2), START + timedelta(hours=1)
    rows.add_task([SCHOOL, COUNCIL], name="second", due_at=later)
    rows.add_task([COUNCIL], name="first", due_at=sooner)
    case = _load(rows, manager)
    assert case.status.stage_title == "Line managers"
    assert case.status.until == sooner
    assert not case.status.is_overdue
    assert [(who.role, who.agency_name) for who in case.status.waiting_for] == [
        ("line-manager", "Reading Council"),
        ("line-manager", "Reading School"),
    ]
    assert [task.name for task in case.open_tasks] == ["first", "second"]
    assert case.my_task_ids == {case.open_tasks[1].id}
    assert (case.procedure, case.edition, case.area_name) == (
        "Escalation",
        "2026-03-25",
        "Reading (demo)",
    )
    assert case.started_by_name == "Practitioner, Reading School (demo)"


def test_an_open_danger_alert_is_seen_by_all_and_told_apart_from_the_stage(rows, manager):
    rows.open_to(SCHOOL)
    rows.add_task([COUNCIL], name="act now", is_danger=True, stage="")
    rows.add_task([SCHOOL], name="contact", due_at=START)
    case = _load(rows, manager)
    assert case.status.is_danger_open
    assert [task.name for task in case.open_tasks] == ["act now", "contact"]
    assert [who.agency_name for who in case.status.waiting_for] == ["Reading School"]
    assert case.status.is_overdue
    with rows.engine.open_reading() as work:
        assert list_cases(rows.engine, work, manager).rows[0].is_danger_open
