from datetime import date, timedelta
from decimal import Decimal

import pytest

from engine.spiff.failures import StepFailed
from tests.engine.spiff.diagrams import (
    boundary,
    call,
    duration,
    end,
    file,
    flow,
    message,
    node,
    notify,
    path,
    process,
    start,
    sub,
    user,
    xor,
)
from tests.engine.spiff.running import Runner

ONE_TASK = file(process(start(), user("A"), user("B"), end(), path("S", "A", "B", "E")))


def test_answers_become_variables_of_the_instance():
    run = Runner(ONE_TASK, variables={"x": 1}).do("A", y=2, x=3)
    assert run.process.variables == {"x": 3, "y": 2}
    assert run.process.step.variable_changes == (("y", 2), ("x", 3))


def test_only_changes_are_told():
    run = Runner(ONE_TASK, variables={"x": 1}).do("A", x=1, y=None)
    assert run.process.step.variable_changes == (("y", None),)


def test_variables_cannot_be_changed_from_outside():
    given = {"list": [1]}
    run = Runner(ONE_TASK, variables=given)
    given["list"].append(2)
    with pytest.raises(TypeError):
        run.process.variables["x"] = 1
    assert run.process.variables == {"list": [1]}


def test_values_are_kept_as_json_keeps_them():
    odd = {
        "date": date(2026, 3, 25),
        "time": timedelta(hours=24, microseconds=5),
        "whole": Decimal(5),
        "half": Decimal("0.5"),
        "huge": 10**30,
        "nan": float("nan"),
        "set": ("a", "b"),
        "broken": "\ud83d",
        1: True,
    }
    run = Runner(ONE_TASK, variables={"odd": odd})
    expected = {
        "date": "2026-03-25",
        "time": "PT86400.000005S",
        "whole": 5,
        "half": 0.5,
        "huge": 1e30,
        "nan": None,
        "set": ["a", "b"],
        "broken": "?",
        "1": True,
    }
    assert run.process.variables["odd"] == expected
    run.reload()
    assert run.process.variables["odd"] == expected


def test_what_json_cannot_keep_fails_the_step():
    with pytest.raises(StepFailed, match="object cannot be a process variable"):
        Runner(ONE_TASK).do("A", x=object())


def test_a_key_that_spiffworkflow_reserves_is_a_key_like_any_other():
    run = Runner(ONE_TASK, variables={"typename": "Task", "x": {"typename": "UUID"}})
    run.do("A")
    assert run.process.variables["x"] == {"typename": "UUID"}


def stage_four(order, *, standing=True):
    """Run Berkshire's stage four: a report and a meeting side by side, then the closing."""
    fork = (
        path("S4", "Fork", "Report", "Join", "E4")
        + path("Fork", "Meeting", "Join")
        + node("parallelGateway", "Fork")
        + node("parallelGateway", "Join")
    )
    stage = sub("Stage", start("S4"), user("Report"), user("Meeting"), end("E4"), fork)
    closing = flow("G", "Review", '=lessons_identified = "yes"') + flow("G", "E")
    flows = path("S", "Earlier", "Stage", "G") + closing
    parts = (start(), user("Earlier"), stage, xor("G", "G-E"), user("Review"), end(), flows)
    properties = {"standingYes": "lessons_identified policy_gap"} if standing else {}
    run = Runner(file(process(*parts, properties=properties)))
    run.do("Earlier", lessons_identified="no")
    answers = {"Meeting": {"lessons_identified": "yes"}, "Report": {"report_sent": "yes"}}
    for element_id in order:
        run.do(element_id, **answers[element_id])
    return run


@pytest.mark.parametrize("order", [("Meeting", "Report"), ("Report", "Meeting")])
@pytest.mark.parametrize("standing", [True, False])
def test_lessons_found_at_the_meeting_are_not_lost_when_the_report_comes_last(order, standing):
    assert stage_four(order, standing=standing).open == ["Review"]


def test_one_yes_stands_for_the_whole_case_where_the_diagram_says_so():
    parts = (start(), user("A"), user("B"), end(), path("S", "A", "B", "E"))
    standing = process(*parts, properties={"standingYes": "lessons"})
    run = (
        Runner(file(standing)).do("A", lessons="yes", other="yes").do("B", lessons="no", other="no")
    )
    assert run.process.variables == {"lessons": "yes", "other": "no"}
    assert run.process.step.variable_changes == (("other", "no"),)


def test_a_sub_process_shares_the_variables_around_it():
    inner = sub("P", start("S2"), user("A"), end("E2"), path("S2", "A", "E2"))
    run = Runner(file(process(start(), inner, user("B"), end(), path("S", "P", "B", "E"))))
    run.do("A", x=1)
    assert run.process.variables == {"x": 1}


ALL = '<camunda:in variables="all"/>'


def calling(mappings, *inside, variables=None, called_flows=None):
    """Return a process that calls another one with the task A in it, and then has the task B."""
    flows = called_flows or path("S2", "A", "E2")
    called = process(start("S2"), *(inside or (user("A"),)), end("E2"), flows, process_id="called")
    main = process(
        start(), call("C", "called", mappings), user("B"), end(), path("S", "C", "B", "E")
    )
    return Runner(file(main), file(called), variables=variables, process_id="main")


def seen(run, element_id):
    """Return the variables that an open task sees."""
    (task_id,) = [t.id for t in run.process.open_tasks.values() if t.element_id == element_id]
    return dict(run.process.variables_at(task_id))


def test_a_called_process_sees_only_what_it_is_given():
    mappings = (
        '<camunda:in source="x" target="y"/><camunda:in sourceExpression="=x + 1" target="z"/>'
    )
    run = calling(mappings, variables={"x": 1, "secret": 2})
    assert seen(run, "A") == {"y": 1, "z": 2}


def test_a_called_process_can_see_everything_and_writes_into_its_own_scope():
    run = calling(ALL + '<camunda:in source="s1_outcome" target="outcome"/>', variables={"x": 1})
    assert seen(run, "A") == {"x": 1, "outcome": None}
    run.do("A", x=2, outcome="resolved")
    assert run.process.variables == {"x": 1}


def test_a_called_process_sees_what_its_caller_learns_meanwhile():
    called = process(start("S2"), user("A"), end("E2"), path("S2", "A", "E2"), process_id="called")
    fork = path("S", "P", "C", "E") + path("P", "B", "F")
    parts = (start(), node("parallelGateway", "P"), call("C", "called", ALL), user("B"), end())
    run = Runner(file(process(*parts, end("F"), fork)), file(called), process_id="main")
    run.do("B", news="yes")
    assert seen(run, "A") == {"news": "yes"}


def test_what_is_mapped_out_is_written_into_the_caller_and_the_rest_is_dropped():
    mappings = (
        '<camunda:out source="outcome" target="s1_outcome"/>'
        '<camunda:out sourceExpression="=count(list)" target="number"/>'
    )
    run = calling(mappings).do("A", outcome="resolved", list=[1, 2], other=3)
    assert run.process.variables == {"s1_outcome": "resolved", "number": 2}
    assert run.open == ["B"]
    assert b"other" not in run.process.dump()


def test_everything_can_be_mapped_out():
    run = calling(ALL + '<camunda:out variables="all"/>', variables={"x": 1}).do("A", y=2)
    assert run.process.variables == {"x": 1, "y": 2}


def test_an_in_mapping_that_cannot_be_worked_out_names_the_call():
    with pytest.raises(StepFailed, match="cannot be worked out") as failed:
        calling('<camunda:in sourceExpression="=working day deadline(1, 2)" target="x"/>')
    assert failed.value.element_id == "C"


def test_expressions_of_a_called_process_see_its_scope():
    inside = (xor("G", "G-E3"), user("A"), end("E3"))
    flows = (
        path("S2", "G") + flow("G", "A", '=outcome = "agreed"') + flow("G", "E3") + path("A", "E2")
    )
    mappings = '<camunda:in sourceExpression="=&quot;agreed&quot;" target="outcome"/>'
    assert calling(mappings, *inside, called_flows=flows).open == ["A"]
    assert calling("", *inside, called_flows=flows).open == ["B"]


def test_a_call_that_is_cancelled_leaves_nothing_behind():
    called = process(start("S2"), user("A"), end("E2"), path("S2", "A", "E2"), process_id="called")
    late = boundary("T", "C", duration("PT1H")) + user("B") + end("F") + path("T", "B", "F")
    main = process(start(), call("C", "called", ALL), end(), late, path("S", "C", "E"))
    run = Runner(file(main), file(called), process_id="main")
    (task,) = run.process.open_tasks.values()
    assert task.call_element_ids == ("C",)
    run.wait(hours=1)
    assert (run.open, len(run.process.step.cancelled)) == (["B"], 1)
    assert b"called" not in run.process.dump()


def test_calls_stand_inside_one_another():
    inner = process(start("S3"), user("A"), end("E3"), path("S3", "A", "E3"), process_id="inner")
    back = '<camunda:out source="x" target="x"/>'
    outer = process(
        start("S2"), call("D", "inner", back), end("E2"), path("S2", "D", "E2"), process_id="outer"
    )
    main = process(start(), call("C", "outer", back), user("B"), end(), path("S", "C", "B", "E"))
    run = Runner(file(main, outer, inner), process_id="main")
    (task,) = run.process.open_tasks.values()
    assert task.call_element_ids == ("C", "D")
    run.do("A", x=1)
    assert run.process.variables == {"x": 1}
    assert run.process.end_element_ids == ()


def test_a_process_that_calls_itself_without_end_is_stopped():
    parts = (start(), call("C", "main"), end(), path("S", "C", "E"))
    with pytest.raises(StepFailed, match="round in circles"):
        Runner(file(process(*parts)), process_id="main")


def test_a_message_is_taken_by_who_waits_for_it():
    waiting = node("intermediateCatchEvent", "M", message("Answer"))
    parts = (start(), waiting, user("A"), end(), path("S", "M", "A", "E"))
    run = Runner(file(process(*parts), messages=["Answer"]))
    assert not run.process.receive("Other")
    run.reload()
    assert run.process.receive("Answer", {"said": "yes"})
    assert (run.open, run.process.variables) == (["A"], {"said": "yes"})
    assert not run.process.receive("Answer")


@pytest.mark.parametrize(("interrupting", "open_then"), [(True, ["B"]), (False, ["A", "B"])])
def test_a_message_on_the_border_of_a_task(interrupting, open_then):
    event = boundary("M", "A", message("Stop"), interrupting=interrupting) + user("B") + end("F")
    body = process(start(), user("A"), end(), event, path("S", "A", "E"), path("M", "B", "F"))
    run = Runner(file(body, messages=["Stop"]))
    run.reload()
    assert run.process.receive("Stop")
    assert run.open == open_then


def test_a_message_to_a_called_process_writes_into_its_scope():
    waiting = node("intermediateCatchEvent", "M", message("Answer"))
    called = process(
        start("S2"), waiting, user("A"), end("E2"), path("S2", "M", "A", "E2"), process_id="called"
    )
    main = process(start(), call("C", "called"), end(), path("S", "C", "E"))
    run = Runner(file(main, called, messages=["Answer"]), process_id="main")
    run.reload()
    assert run.process.receive("Answer", {"said": "yes"})
    assert seen(run, "A") == {"said": "yes"}
    assert run.process.variables == {}


def test_an_error_in_a_sub_process_is_caught_on_its_border():
    raised = end("X", '<bpmn:errorEventDefinition errorRef="Err"/>')
    inner = sub("P", start("S2"), user("A"), raised, path("S2", "A", "X"))
    caught = (
        boundary("B", "P", '<bpmn:errorEventDefinition errorRef="Err"/>') + user("C") + end("F")
    )
    flows = path("S", "P", "D", "E") + path("B", "C", "F")
    source = file(process(start(), inner, user("D"), end(), caught, flows))
    declared = b'<bpmn:error id="Err" name="Err" errorCode="1"/></bpmn:definitions>'
    run = Runner(source.replace(b"</bpmn:definitions>", declared)).do("A")
    assert run.open == ["C"]


def test_an_error_ends_the_sub_process_before_anything_else_happens_in_it():
    raised = end("X", '<bpmn:errorEventDefinition errorRef="Err"/>')
    fork = path("S2", "P", "X") + path("P", "N", "E2")
    parts = (start("S2"), node("parallelGateway", "P"), raised, notify("N"), end("E2"), fork)
    caught = boundary("B", "Sub", '<bpmn:errorEventDefinition errorRef="Err"/>') + end("F")
    body = process(
        start(), sub("Sub", *parts), end(), caught, path("S", "Sub", "E"), path("B", "F")
    )
    declared = b'<bpmn:error id="Err" name="Err" errorCode="1"/></bpmn:definitions>'
    run = Runner(file(body).replace(b"</bpmn:definitions>", declared))
    assert (run.told, run.process.end_element_ids) == ([], ("F",))


def test_an_event_sub_process_runs_as_a_process_of_its_own():
    begin = start("S2", message("Danger"), isInterrupting="false")
    flows = path("S2", "N", "Act", "E2")
    danger = sub("X", begin, notify("N"), user("Act"), end("E2"), flows, triggeredByEvent="true")
    source = file(
        process(start(), user("A"), end(), danger, path("S", "A", "E")), messages=["Danger"]
    )
    assert Runner(source).open == ["A"]
    linked = Runner(source, process_id="main__X", variables={"reporter_agency": "school"})
    assert (linked.open, linked.told) == (["Act"], ["N"])
    assert linked.do("Act").process.end_element_ids == ("E2",)
