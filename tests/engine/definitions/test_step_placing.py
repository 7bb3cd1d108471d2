"""Steps are added, taken out and connected in the file, and the drawing follows."""

from functools import cache
from pathlib import Path

import pytest

from engine.definitions.checking import check_files
from engine.definitions.diagram import read_diagram
from engine.definitions.step_editing import StepEdit, StepGoneError, edit_step
from engine.definitions.step_placing import (
    UndrawnWayError,
    add_step,
    lead_step,
    remove_step,
)
from engine.definitions.steps import StepKind, steps_in

DIAGRAMS = sorted(Path("workflows").glob("*/*/*.bpmn"))
OLDER = "2024-05-24"
BERKSHIRE = Path("workflows/berkshire/2026-03-25/berkshire.bpmn").read_bytes()
DRAWN = {"layout-faults", "layout-missing", "connections", "lanes", "bpmn-file", "element-ids"}

TO_ARRANGE = {"Notify_Accelerated", "RS_Task_Correct"}
"""Their lines leave upwards or come in from the right: such ones have to be arranged by hand."""


@cache
def problems(content):
    """Return what the checks say of a diagram alone: of its lines, its drawing and its lanes."""
    found = check_files({"a.bpmn": content})
    return {(one.check, one.element_id, one.message) for one in found if one.check in DRAWN}


def ways(content):
    """Return where each element leads."""
    nodes = read_diagram("", content).nodes
    return {node.id: [f.target.id for f in node.outgoing if f.target] for node in nodes.values()}


PLACES = [
    pytest.param(content, step.id, id="-".join([*path.parts[1:3], path.stem, step.id]))
    for path in DIAGRAMS
    if path.parts[2] != OLDER and (content := path.read_bytes())
    for step in steps_in(read_diagram("", content))
]


@pytest.mark.parametrize(("content", "element_id"), PLACES)
def test_a_step_after_any_step_stands_in_its_way_and_in_the_picture(content, element_id):
    after, new_id = add_step(content, element_id, StepKind.TASK, "Ask again")
    was, now = ways(content), ways(after)
    assert now == was | {element_id: [new_id], new_id: was[element_id]}
    assert element_id in TO_ARRANGE or problems(after) <= problems(content)


@pytest.mark.parametrize(("content", "element_id"), PLACES[::5])
def test_a_step_that_is_added_and_taken_out_again_leaves_the_ways_as_they_were(content, element_id):
    after, new_id = add_step(content, element_id, StepKind.NOTICE, "Tell them")
    again = remove_step(after, new_id)
    assert ways(again) == ways(content)
    assert element_id in TO_ARRANGE or problems(again) <= problems(content)


def test_a_notice_is_one_that_concord_runs():
    after, new_id = add_step(BERKSHIRE, "Task_S2_Contact", StepKind.NOTICE, "Tell them")
    node = read_diagram("", after).nodes[new_id]
    assert (node.kind, node.name) == ("serviceTask", "Tell them")
    assert node.property_value("operation") == "notify"


def test_a_step_goes_with_its_limits_and_what_only_they_led_to():
    after = remove_step(BERKSHIRE, "Task_S2_Contact")
    now = ways(after)
    gone = {"Task_S2_Contact", "Timer_S2_24h", "Notify_S2_Overdue", "End_S2_Overdue"}
    assert ways(BERKSHIRE).keys() - now.keys() == gone
    assert now["GW_S1_Outcome"] == ["Task_S1_ProfMeeting", "GW_Closing", "Call_S2_Record"]
    for element_id in gone:
        assert f'"{element_id}"'.encode() not in after
        assert f">{element_id}<".encode() not in after
    assert problems(after) <= problems(BERKSHIRE)


def test_a_step_leads_elsewhere_and_back():
    away = lead_step(BERKSHIRE, "Notify_S2_Overdue", "End_S1_Overdue")
    assert ways(away)["Notify_S2_Overdue"] == ["End_S1_Overdue"]
    back = lead_step(away, "Notify_S2_Overdue", "End_S2_Overdue")
    assert ways(back) == ways(BERKSHIRE)
    assert problems(back) <= problems(BERKSHIRE)


def test_what_leads_nowhere_else_changes_nothing():
    assert lead_step(BERKSHIRE, "Notify_S2_Overdue", "End_S2_Overdue") == BERKSHIRE


@pytest.mark.parametrize("target", ["StartEvent_Raised", "Timer_S2_24h", "Task_Danger_Act"])
def test_a_start_a_clock_and_another_frame_cannot_be_led_to(target):
    with pytest.raises(UndrawnWayError):
        lead_step(BERKSHIRE, "Notify_S2_Overdue", target)


def test_what_splits_can_only_be_drawn():
    with pytest.raises(UndrawnWayError):
        remove_step(BERKSHIRE, "GW_S2_Outcome")


def test_what_is_gone_is_said():
    for change in (remove_step, lambda c, i: add_step(c, i, StepKind.TASK, "A")):
        with pytest.raises(StepGoneError):
            change(BERKSHIRE, "Task_Nowhere")


def test_a_diagram_without_a_drawing_is_changed_all_the_same():
    start = BERKSHIRE.index(b"<bpmndi:BPMNDiagram")
    bare = edit_step(
        BERKSHIRE[:start] + b"</bpmn:definitions>", "Task_S2_Contact", StepEdit(name="Speak")
    )
    after, new_id = add_step(bare, "Task_S2_Contact", StepKind.TASK, "Ask again")
    assert ways(after)[new_id] == ["Call_S2_Record"]
    assert ways(remove_step(after, new_id)) == ways(bare)
