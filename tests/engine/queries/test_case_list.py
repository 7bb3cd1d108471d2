"""The list of cases: what narrows it, and its pages both ways."""

import pytest
from sqlalchemy import event

from engine.errors import InputRefusedError
from engine.queries.case_filters import CaseFilter
from engine.queries.case_list import count_cases, list_cases
from engine.queries.paging import make_cursor
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from tests.support.engine import COUNCIL, OTHER_MANAGER, POLICE, RAISER, SCHOOL


def found(berkshire, role=RAISER, **wanted):
    """Return the references that a filter leaves, sorted."""
    engine, actor = berkshire.engine, berkshire.actor(*role)
    with engine.open_reading() as work:
        rows = list_cases(engine, work, actor, wanted=CaseFilter(**wanted)).rows
        count = count_cases(engine, work, actor, CaseFilter(**wanted), most=100)
    assert count == len(rows)
    return sorted(row.reference for row in rows)


@pytest.fixture
def cases(berkshire):
    """Return the references of a case that is just raised, one with the managers, one unsent."""
    discussed, managed = berkshire.climb("Task_S0_Discuss"), berkshire.climb("Task_S1_Contact")
    return discussed.reference, managed.reference, berkshire.start().reference


def test_a_part_of_the_reference_finds_a_case(berkshire, cases):
    discussed, managed, unsent = cases
    assert found(berkshire, reference=discussed.lower()) == [discussed]
    assert found(berkshire, reference=managed[-3:]) == [managed]
    assert found(berkshire, reference="brk-") == sorted(cases)
    assert found(berkshire, reference="%") == found(berkshire, reference="_") == []
    assert found(berkshire, OTHER_MANAGER, reference=unsent) == []


def test_stage_area_and_agency_narrow_the_list(berkshire, cases):
    discussed, managed, unsent = cases
    assert found(berkshire, stage="S1") == [managed]
    assert found(berkshire, area_key="reading") == sorted(cases)
    assert found(berkshire, area_key="slough") == []
    assert found(berkshire, agency_key=COUNCIL) == sorted([discussed, managed])
    assert found(berkshire, agency_key=POLICE) == []
    assert unsent in found(berkshire, agency_key=SCHOOL)


def test_what_waits_for_ones_own_agency_is_told_apart(berkshire, cases):
    discussed, managed, unsent = cases
    assert found(berkshire, waiting_for="us") == sorted(cases)
    half = berkshire.climb("Task_S0_Discuss")
    berkshire.complete(half.case_id, "Task_S0_Discuss", RAISER, s0_outcome="resolved")
    berkshire.complete(half.case_id, "RS_Task_Record", RAISER, confirms_outcome="yes")
    assert found(berkshire, waiting_for="others") == [half.reference]
    assert half.reference not in found(berkshire, waiting_for="us")
    other_side = ("practitioner", COUNCIL)
    assert found(berkshire, other_side, waiting_for="us") == sorted(
        [discussed, managed, half.reference]
    )
    assert unsent not in found(berkshire, other_side)


def test_danger_and_limits_that_have_passed_are_found(berkshire, cases):
    discussed, managed, _ = cases
    assert found(berkshire, attention="overdue") == []
    send_message(berkshire.engine, berkshire.actor(*RAISER), discussed, DANGER_MESSAGE)
    assert found(berkshire, attention="danger") == [discussed]
    berkshire.wait(hours=25)
    assert managed in found(berkshire, attention="overdue")
    engine, actor = berkshire.engine, berkshire.actor(*RAISER)
    with engine.open_reading() as work:
        rows = {row.reference: row for row in list_cases(engine, work, actor).rows}
    assert rows[discussed].is_danger_open
    assert rows[managed].is_overdue
    assert not rows[managed].is_danger_open


def test_pages_lead_on_and_back(berkshire):
    references = [berkshire.start().reference for _ in range(5)]
    engine, actor = berkshire.engine, berkshire.actor(*RAISER)

    def page(cursor=None):
        with engine.open_reading() as work:
            return list_cases(engine, work, actor, limit=2, cursor=cursor)

    first = page()
    second = page(first.next_cursor)
    third = page(second.next_cursor)
    assert (first.previous_cursor, third.next_cursor) == (None, None)
    seen = [row.reference for one in (first, second, third) for row in one.rows]
    assert sorted(seen) == references
    assert page(third.previous_cursor).rows == second.rows
    back = page(second.previous_cursor)
    assert back.rows == first.rows
    assert (back.previous_cursor, back.next_cursor) == (None, first.next_cursor)


@pytest.mark.parametrize(
    "cursor", ["<", "x", make_cursor("<yesterday", "1"), make_cursor("<2026-01-01T00:00:00", "1")]
)
def test_a_cursor_that_nobody_gave_out_is_refused(berkshire, cursor):
    engine, actor = berkshire.engine, berkshire.actor(*RAISER)
    with engine.open_reading() as work, pytest.raises(InputRefusedError, match="cursor"):
        list_cases(engine, work, actor, cursor=cursor)


def test_nobody_counts_further_than_asked(berkshire):
    for _ in range(4):
        berkshire.start()
    engine, actor = berkshire.engine, berkshire.actor(*RAISER)
    with engine.open_reading() as work:
        assert count_cases(engine, work, actor, CaseFilter(), most=2) == 3


def test_the_statements_of_a_page_do_not_grow_with_its_rows(berkshire):
    engine, actor = berkshire.engine, berkshire.actor(*RAISER)
    heard = []
    event.listen(
        engine.database.engine, "before_cursor_execute", lambda *given: heard.append(given[2])
    )

    def statements():
        heard.clear()
        with engine.open_reading() as work:
            list_cases(engine, work, actor)
        return len(heard)

    berkshire.climb("Task_S1_Contact")
    statements()
    before = statements()
    for _ in range(3):
        berkshire.climb("Task_S1_Contact")
    assert statements() == before
