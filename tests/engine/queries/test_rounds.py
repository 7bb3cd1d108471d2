"""How often a step has come round, and who has acted."""

import pytest

from engine.errors import NotFoundError
from engine.queries.case_details import load_case
from engine.queries.case_list import list_cases
from engine.queries.people import list_people
from tests.support.engine import COUNCIL, MANAGER, OTHER_MANAGER, RAISER, SCHOOL


def second_round(berkshire):
    """Bring a case back to the line managers, after a professionals meeting."""
    case = berkshire.climb("Task_S1_Contact")
    berkshire.complete(case.case_id, "Task_S1_Contact", MANAGER, s1_outcome="professionals_meeting")
    berkshire.wait(days=4)
    berkshire.complete(case.case_id, "Task_S1_ProfMeeting", OTHER_MANAGER)
    return case


def rounds(berkshire, case, role=RAISER):
    engine = berkshire.engine
    with engine.open_reading() as work:
        details = load_case(engine, work, berkshire.actor(*role), case.reference)
    return [(one.element_id, one.role, one.number) for one in details.rounds]


def test_a_step_that_comes_again_counts_its_rounds(berkshire):
    case = berkshire.climb("Task_S1_Contact")
    assert rounds(berkshire, case) == [("Task_S1_Contact", "line-manager", 1)]
    case = second_round(berkshire)
    assert rounds(berkshire, case) == [("Task_S1_Contact", "line-manager", 2)]


def test_both_sides_and_the_list_know_the_round(berkshire):
    case = second_round(berkshire)
    for role in (RAISER, OTHER_MANAGER):
        engine, actor = berkshire.engine, berkshire.actor(*role)
        with engine.open_reading() as work:
            (row,) = list_cases(engine, work, actor).rows
        assert (row.reference, [one.number for one in row.rounds]) == (case.reference, [2])


def test_the_tasks_of_one_time_are_one_round(berkshire):
    case = berkshire.climb("Task_S0_Discuss")
    berkshire.complete(case.case_id, "Task_S0_Discuss", RAISER, s0_outcome="resolved")
    assert len(berkshire.tasks(case.case_id)) == 2
    assert [number for _, _, number in rounds(berkshire, case)] == [1]


def test_who_has_acted_is_told_by_agency_with_the_roles_that_were_asked(berkshire):
    case = second_round(berkshire)
    with berkshire.engine.open_reading() as work:
        agencies = list_people(work, berkshire.actor(*RAISER), case.reference)
    assert [
        (one.agency_key, [(person.name, person.roles) for person in one.people]) for one in agencies
    ] == [
        (COUNCIL, [(berkshire.actor(*OTHER_MANAGER).name, ("line-manager",))]),
        (
            SCHOOL,
            [
                (berkshire.actor(*RAISER).name, ("practitioner",)),
                (berkshire.actor(*MANAGER).name, ("line-manager",)),
            ],
        ),
    ]


def test_nobody_whom_the_case_has_not_reached_learns_who_acted(berkshire):
    case = berkshire.climb("Task_S1_Contact")
    stranger = berkshire.actor("practitioner", "thames-police")
    with berkshire.engine.open_reading() as work, pytest.raises(NotFoundError):
        list_people(work, stranger, case.reference)
