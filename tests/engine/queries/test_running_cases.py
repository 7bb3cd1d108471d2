"""What another version means for open cases: numbers, and nothing else of a case."""

import dataclasses

import pytest
from sqlalchemy import select

from engine.definitions.bundle import Bundle, read_folder
from engine.definitions.comparison import compare_bundles
from engine.persistence.definitions import ProcessDefinition
from engine.queries.case_counts import FEW, CaseCount
from engine.queries.running_cases import Fate, count_running_cases
from tests.support.engine import (
    EDITION,
    MANAGER,
    OFFICE,
    ROOT,
    berkshire_bundle,
    bundle_with,
)

TWELVE = {"berkshire.bpmn": (">PT24H</bpmn:timeDuration>", ">PT12H</bpmn:timeDuration>")}


def count(berkshire, new, role="administrator", agency=OFFICE):
    actor = berkshire.actor(role, agency)
    comparison = compare_bundles(berkshire_bundle(), new)
    with berkshire.engine.open_reading() as work:
        version = work.session.scalar(select(ProcessDefinition.id))
        return count_running_cases(berkshire.engine, work, actor, version, comparison)


def at(running, element_id):
    return next(place for place in running.standing if place.element_id == element_id)


def test_no_case_is_open(berkshire):
    running = count(berkshire, berkshire_bundle())
    assert running.total.is_none
    assert running.standing == ()


def test_cases_that_would_have_another_limit(berkshire):
    berkshire.climb("Task_S1_Contact")
    berkshire.climb("Task_S2_Contact")
    berkshire.climb("Task_S0_Discuss")
    running = count(berkshire, bundle_with(TWELVE))
    assert running.total == CaseCount(3)
    assert running.cannot_move == CaseCount(0)
    assert running.would_change == CaseCount(2)
    assert running.limits == CaseCount(2)
    clock = at(running, "Timer_S2_24h")
    assert clock.fate is Fate.CHANGED
    assert (
        clock.name == "24 hours, on “Next-level managers seek a solution”" or "on “" in clock.name
    )
    assert "is now 12 hours (before: 24 hours)" in clock.changes[0]
    assert at(running, "Task_S0_Discuss").fate is Fate.SAME


def test_a_step_that_is_under_another_id_cannot_be_moved_to(berkshire):
    berkshire.climb("Task_S1_Contact")
    files = dict(berkshire_bundle().files)
    files["berkshire.bpmn"] = files["berkshire.bpmn"].replace(b'"Task_S1_Contact"', b'"Task_0x1"')
    running = count(berkshire, Bundle(files))
    assert running.cannot_move == CaseCount(1)
    assert at(running, "Task_S1_Contact").fate is Fate.GONE


def test_who_called_a_diagram_counts_as_well(berkshire):
    """A case stands in the record step: what differs of the call that led there concerns it."""
    started = berkshire.climb("Task_S1_Contact")
    berkshire.complete(started.case_id, "Task_S1_Contact", MANAGER, s1_outcome="resolved")
    assert "RS_Task_Record" in berkshire.open_elements(started.case_id)
    new = bundle_with(
        {
            "berkshire.bpmn": (
                "practitioner of both; line-manager of both&quot;",
                "line-manager of both&quot;",
            )
        }
    )
    running = count(berkshire, new)
    assert at(running, "Call_S1_Record").fate is Fate.CHANGED
    assert "Call_S2_Record" not in {place.element_id for place in running.standing}
    assert running.would_change == CaseCount(1)


def told(number):
    return CaseCount(number, is_exact=False)


def test_editors_are_told_no_number_under_five(berkshire):
    berkshire.climb("Task_S1_Contact")
    running = count(berkshire, bundle_with(TWELVE), "editor")
    assert running.total == told(None)
    assert running.would_change == told(None)
    assert running.cannot_move.is_none
    for _ in range(FEW):
        berkshire.climb("Task_S0_Discuss")
    assert count(berkshire, bundle_with(TWELVE), "editor").total == told(FEW)


def test_editors_cannot_work_a_small_number_out_from_the_others(berkshire):
    """Six cases in all and five at a step would leave one: it must not be seen where it stands."""
    for _ in range(FEW):
        berkshire.climb("Task_S0_Discuss")
    berkshire.climb("Task_S3_Contact")
    running = count(berkshire, bundle_with(TWELVE), "editor")
    places = {place.element_id: place.cases for place in running.standing}
    assert running.total == told(FEW)
    assert places["Task_S0_Discuss"] == told(FEW)
    assert "Task_S3_Contact" not in places


def test_a_place_that_differs_is_listed_for_editors_whether_or_not_a_case_stands_there(berkshire):
    berkshire.climb("Task_S1_Contact")
    running = count(berkshire, bundle_with(TWELVE), "editor")
    clocks = {"Timer_S1_24h", "Timer_S2_24h", "Timer_S3_24h"}
    places = {place.element_id: place for place in running.standing}
    assert set(places) == clocks
    assert {place.cases for place in places.values()} == {told(None)}
    assert {place.limits for place in places.values()} == {told(None)}


def test_others_are_told_nothing(berkshire):
    assert count(berkshire, berkshire_bundle(), *MANAGER) is None


def test_nothing_in_it_names_a_case(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    said = repr(dataclasses.asdict(count(berkshire, bundle_with(TWELVE))))
    case = berkshire.case(started.case_id)
    assert case.reference not in said
    assert str(case.id) not in said


@pytest.mark.parametrize("edition", ["2024-05-24"])
def test_the_edition_of_2024_beside_open_cases_of_2026(berkshire, edition):
    berkshire.climb("Task_S3_Contact")
    old = read_folder(EDITION.parent / edition, ROOT / "forms/definitions")
    running = count(berkshire, old)
    assert running.cannot_move == CaseCount(0)
    assert at(running, "Task_S3_Contact").fate in {Fate.SAME, Fate.CHANGED}
