"""A diagram as a list of steps."""

from pathlib import Path

from engine.definitions.diagram import read_diagram
from engine.definitions.steps import StepKind, steps_in

BERKSHIRE = Path("workflows/berkshire/2026-03-25/berkshire.bpmn")


def steps(path=BERKSHIRE):
    return {step.id: step for step in steps_in(read_diagram(path.name, path.read_bytes()))}


def test_a_step_with_its_lane_form_and_limit():
    step = steps()["Task_S2_Contact"]
    assert step.kind is StepKind.TASK
    assert step.lane_id == "Lane_NextLevel"
    assert (step.form, step.side) == ("BRK-S2", "both")
    assert step.clauses.split()[0] == "S2-01"
    [clock] = step.clocks
    assert (clock.id, clock.limit.in_words, clock.ends_step) == ("Timer_S2_24h", "24 hours", False)
    assert clock.leads_to == "Notify_S2_Overdue"


def test_a_notice_with_its_recipients():
    notice = steps()["Notify_S2_Overdue"]
    assert notice.kind is StepKind.NOTICE
    assert notice.recipients.startswith("next-level-manager of both; ")
    assert notice.clocks == ()


def test_the_limit_of_a_frame_stands_at_each_of_its_steps():
    framed = [step for step in steps().values() if any(clock.frame for clock in step.clocks)]
    assert {clock.limit.in_words for step in framed for clock in step.clocks} == {"48 hours"}


def test_a_step_inside_a_frame_stands_in_the_lane_of_the_frame():
    assert steps()["Task_Danger_Act"].lane_id == "Lane_SafeguardingLead"
