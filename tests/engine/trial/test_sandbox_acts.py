"""Steps of a trial run that fail, or do more than one thing, as they would in a real case."""

from datetime import timedelta

import pytest

from engine.definitions.bundle import Bundle
from engine.errors import DeploymentRefusedError, InputRefusedError
from engine.trial.sandbox_acts import RunCannotBegin
from engine.trial.sandbox_scenario import scenario_of
from engine.trial.sandbox_steps import RunStep, Verb
from tests.support.engine import MONDAY
from tests.support.trial_runs import RAISER

DIAGRAM = "berkshire.bpmn"
OFFICE = "administrator@berkshire-partnership.example"
CIRCLE = (
    'name="yes" sourceRef="GW_S1_Outcome" targetRef="GW_Closing"',
    'name="yes" sourceRef="GW_S1_Outcome" targetRef="GW_S1_Outcome"',
)
NO_TIME = (">PT24H<", ">=case_reference<")
ON_THE_FIRST_STEP = ('attachedToRef="Task_S0_Discuss"', 'attachedToRef="Task_S0_Raise"')
NO_WORKING_DAY = ("=working day deadline(now(), 1)", "=case_reference")


def over(tryer, *changes):
    """Begin again over changed files."""
    files = dict(tryer.bundle.files)
    for old, new in changes:
        assert old.encode() in files[DIAGRAM]
        files[DIAGRAM] = files[DIAGRAM].replace(old.encode(), new.encode())
    tryer.bundle = Bundle(files)
    return tryer.begin(MONDAY)


def test_danger_goes_beside_the_procedure(tryer):
    tryer.take("Task_S0_Raise")
    tryer.alert("practitioner@reading-council.example")
    view = tryer.look()
    assert view.open_steps[0].is_danger
    assert {person.agency_key for person in view.open_steps[0].people} == {"reading-council"}


def test_every_limit_on_the_way_passes_at_its_own_time(tryer):
    tryer.take("Task_S0_Raise")
    tryer.wait(days=14)
    fired = [entry.at for entry in tryer.look().timeline if entry.kind == "timer_fired"]
    assert fired[:2] == [MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)]


def test_a_case_can_be_closed_and_its_agencies_changed(tryer):
    tryer.take("Task_S0_Raise")
    tryer.do(RunStep(Verb.TRANSFER, "berkshire-health", OFFICE, leaving="reading-council"))
    people = tryer.look().open_steps[0].people
    assert {one.agency_key for one in people} == {"reading-school", "berkshire-health"}
    said = {"still_at_risk": "no", "close_words": "Raised twice."}
    tryer.do(RunStep(Verb.CLOSE, "raised_in_error", RAISER, answers=said))
    assert tryer.look().case.ended_at == MONDAY


def test_going_round_in_circles_is_an_incident_at_its_element(tryer):
    over(tryer, CIRCLE)
    tryer.take("Task_S0_Raise")
    tryer.let_limit_pass()
    tryer.take("Task_S1_Contact", "Confirm outcome, save your record")
    for _ in range(2):
        tryer.take("RS_Task_Record")
    failures = tryer.look().failures
    assert [failure.element_id for failure in failures] == ["GW_S1_Outcome"]
    assert "go round in circles" in failures[0].why
    assert tryer.look().diagram.states["GW_S1_Outcome"] == "failed"
    with pytest.raises(InputRefusedError, match="ended in an incident"):
        scenario_of(tryer.engine, tryer.run, tryer.bundle, "It goes round")


def test_a_limit_that_fails_becomes_an_incident_at_once(tryer):
    over(tryer, NO_TIME)
    tryer.take("Task_S0_Raise")
    tryer.let_limit_pass()
    assert [failure.element_id for failure in tryer.look().failures] == ["Timer_S1_24h"]
    assert tryer.look().next_limit is None


def test_a_way_that_fails_says_so_before_it_is_taken(tryer):
    over(tryer, NO_TIME)
    tryer.take("Task_S0_Raise")
    ways = tryer.ways("Task_S0_Discuss")
    assert ("the procedure fails at “24 hours”",) in ways
    assert ("Confirm outcome, save your record",) in ways


def test_what_fails_before_the_first_step_cannot_begin(tryer):
    with pytest.raises(RunCannotBegin) as refused:
        over(tryer, ON_THE_FIRST_STEP, NO_WORKING_DAY)
    assert refused.value.element_id == "Timer_S0_OneWorkingDay"


def test_files_with_errors_are_not_tried(tryer):
    with pytest.raises(DeploymentRefusedError):
        over(tryer, (">PT24H<", ">24h<"))
