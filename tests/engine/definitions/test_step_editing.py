"""A step is changed in the file, and nothing else is."""

from difflib import unified_diff
from pathlib import Path

import pytest

from engine.definitions.limits import LimitKind, limit_of
from engine.definitions.step_editing import ClockEdit, StepEdit, StepGoneError, edit_step

BERKSHIRE = Path("workflows/berkshire/2026-03-25/berkshire.bpmn").read_bytes()


def changes(element_id, edit, content=BERKSHIRE):
    """Return the lines that an edit takes out and puts in, without their blanks."""
    after = edit_step(content, element_id, edit)
    lines = unified_diff(content.decode().splitlines(), after.decode().splitlines(), n=0)
    return [line[0] + line[1:].strip() for line in lines if line[:2] in {"- ", "+ "}]


def test_no_change_changes_nothing():
    assert edit_step(BERKSHIRE, "Task_S2_Contact", StepEdit()) == BERKSHIRE


def test_the_limit_of_stage_two():
    clock = ClockEdit(limit_of(LimitKind.HOURS, 12), ends_step=False)
    found = changes("Task_S2_Contact", StepEdit(clocks={"Timer_S2_24h": clock}))
    assert [line for line in found if "Duration" in line] == [
        '-<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT24H</bpmn:timeDuration>',
        '+<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT12H</bpmn:timeDuration>',
    ]
    assert len(found) == 4
    assert 'name="12 hours"' in found[1]


def test_a_limit_that_ends_the_step():
    found = changes("Task_S2_Contact", StepEdit(clocks={"Timer_S2_24h": ClockEdit(None, True)}))  # noqa: FBT003
    assert len(found) == 2
    assert 'cancelActivity="false"' in found[0]
    assert "cancelActivity" not in found[1]


def test_recipients():
    found = changes("Notify_S2_Overdue", StepEdit(recipients="senior-manager of both"))
    assert found[1] == '+<camunda:property name="recipients" value="senior-manager of both"/>'
    assert len(found) == 2


def test_words_form_side_and_clauses():
    edit = StepEdit(
        name="Find a way", documentation="Speak.", form="BRK-S3", side="raising", clauses="S2-01"
    )
    found = "\n".join(line for line in changes("Task_S2_Contact", edit) if line[0] == "+")
    for words in ("Find a way", ">Speak.<", "BRK-S3", 'value="raising"', 'value="S2-01"'):
        assert words in found


def test_what_is_emptied_is_taken_out():
    after = edit_step(
        BERKSHIRE, "Task_S2_Contact", StepEdit(documentation="", form="", side="", clauses="")
    )
    step = after.decode().split('id="Task_S2_Contact"')[1].split("</bpmn:userTask>")[0]
    assert "documentation" not in step
    assert "formKey" not in step
    assert "agencySide" not in step
    assert 'name="stage"' in step


def test_a_step_without_extensions_gets_them():
    bare = edit_step(BERKSHIRE, "End_S2_Overdue", StepEdit(clauses="S2-02", documentation=""))
    step = bare.decode().split('id="End_S2_Overdue"')[1].split("</bpmn:endEvent>")[0]
    assert '<camunda:property name="clauses" value="S2-02"/>' in step
    assert step.index("extensionElements") < step.index("incoming")


def test_a_step_that_is_gone():
    with pytest.raises(StepGoneError):
        edit_step(BERKSHIRE, "Task_Nowhere", StepEdit(name="x"))


def test_a_step_for_each_agency_is_marked_as_several_and_unmarked_again():
    each = edit_step(BERKSHIRE, "Task_S2_Contact", StepEdit(side="each"))
    found = changes("Task_S2_Contact", StepEdit(side="each"))
    assert (
        '+<bpmn:multiInstanceLoopCharacteristics camunda:collection="agencies" '
        'camunda:elementVariable="agency"/>'
    ) in found
    assert edit_step(each, "Task_S2_Contact", StepEdit(side="each")) == each
    assert edit_step(each, "Task_S2_Contact", StepEdit(side="both")) == BERKSHIRE


def test_a_mark_for_several_others_stays():
    others = edit_step(BERKSHIRE, "Task_S2_Contact", StepEdit(side="each")).replace(
        b'camunda:collection="agencies"', b'camunda:collection="=other_agencies"'
    )
    assert b'"=other_agencies"' in edit_step(others, "Task_S2_Contact", StepEdit(side="both"))
