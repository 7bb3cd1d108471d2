import pytest

from engine.spiff.problem import DiagramsRefused
from engine.spiff.reading import read_diagrams
from tests.engine.spiff.diagrams import (
    boundary,
    call,
    catch,
    duration,
    each,
    end,
    extensions,
    file,
    flow,
    message,
    node,
    notify,
    path,
    process,
    repeated,
    start,
    sub,
    timer,
    user,
    xor,
)


def problems_of(*sources):
    with pytest.raises(DiagramsRefused) as refused:
        read_diagrams({f"{place}.bpmn": source for place, source in enumerate(sources)})
    return refused.value.problems


def only_problem(source):
    (problem,) = problems_of(source)
    assert problem.file == "0.bpmn"
    assert problem.message.endswith(".")
    assert problem.remedy.endswith(".")
    return problem


def around(*parts, flows=""):
    return file(process(start(), *parts, end(), flows))


def test_an_element_carries_what_the_diagram_says():
    has_a = "<bpmn:flowNodeRef>A</bpmn:flowNodeRef>"
    inner = f'<bpmn:lane id="Inner" name="Inner lane">{has_a}</bpmn:lane>'
    lanes = (
        f'<bpmn:laneSet id="L"><bpmn:lane id="Outer" name="Outer lane">{has_a}'
        f'<bpmn:childLaneSet id="C">{inner}</bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>'
    )
    told = "<bpmn:documentation>Do it.</bpmn:documentation>"
    properties = {"agencySide": "both", "stage": "S1", "clauses": "S1-04 S1-05", "other": "x"}
    task = user("A", told, properties, camunda_formKey="F-1")
    source = file(process(lanes, start(), task, end(), path("S", "A", "E")))
    element = read_diagrams({"a.bpmn": source}).element("A")
    assert (element.type, element.name, element.process_id) == ("userTask", "A", "main")
    assert (element.lane_id, element.lane_name) == ("Inner", "Inner lane")
    assert (element.form_key, element.agency_side, element.stage) == ("F-1", "both", "S1")
    assert element.clauses == ("S1-04", "S1-05")
    assert element.properties["other"] == "x"
    assert element.documentation == "Do it."
    assert (element.incoming, element.outgoing) == (("S-A",), ("A-E",))
    assert (element.file, element.line) == ("a.bpmn", 1)


def test_a_sub_process_does_not_take_the_documentation_of_its_child():
    child = user("A", "<bpmn:documentation>Of the child.</bpmn:documentation>")
    inner = sub("P", start("S2"), child, end("E2"), path("S2", "A", "E2"))
    library = read_diagrams({"a.bpmn": around(inner, flows=path("S", "P", "E"))})
    assert library.element("P").documentation is None
    assert library.element("A").parent_id == "P"


def test_tasks_in_a_sub_process_and_events_on_a_border_stand_in_the_lane_around_them():
    lanes = (
        '<bpmn:laneSet id="L"><bpmn:lane id="Lane" name="N"><bpmn:flowNodeRef>P</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:laneSet>"
    )
    inner = sub("P", start("S2"), user("A"), end("E2"), path("S2", "A", "E2"))
    late = boundary("B", "P", duration("PT1H")) + end("E3")
    parts = (lanes, inner, late)
    library = read_diagrams({"a.bpmn": around(*parts, flows=path("S", "P", "E") + path("B", "E3"))})
    assert library.element("A").lane_id == "Lane"
    assert library.element("B").lane_id == "Lane"
    assert library.element("B").attached_to == "P"


def test_main_processes_are_those_that_nothing_calls():
    main = process(start(), call("C", "other"), end(), path("S", "C", "E"))
    other = process(start("S2"), end("E2"), path("S2", "E2"), process_id="other")
    library = read_diagrams({"a.bpmn": file(main), "b.bpmn": file(other)})
    assert library.main_processes == ("main",)
    assert set(library.processes) == {"main", "other"}
    assert [element.id for element in library.elements("other")] == ["S2", "E2"]


def test_a_process_that_is_not_executable_is_left_out():
    people = process(start("S2"), process_id="people", executable="false")
    source = file(process(start(), end(), path("S", "E")), people)
    assert list(read_diagrams({"a.bpmn": source}).processes) == ["main"]


def test_files_that_are_no_diagrams_are_left_out():
    source = file(process(start(), end(), path("S", "E")))
    library = read_diagrams({"a.bpmn": source, "procedure.toml": b"\xff"})
    assert list(library.sources) == ["a.bpmn"]


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"not xml",
        b"<a>",
        "<a>ä</a>".encode("latin-1"),
        "<a/>".encode("utf-16"),
        b"<?xml version='1.0' encoding='IBM037'?><a/>",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b"<a>&unknown;</a>",
        b"<html/>",
        b"<a>" * 150 + b"</a>" * 150,
    ],
)
def test_what_is_not_bpmn_is_a_problem_and_not_an_exception(source):
    assert only_problem(source).element_id is None


def test_a_doctype_is_refused_even_when_it_declares_nothing():
    source = b"<!DOCTYPE definitions>" + around(flows=path("S", "E"))
    assert "DOCTYPE" in only_problem(source).message


def test_a_file_that_is_too_large_is_refused():
    assert "larger than 20 MB" in only_problem(b" " * 20_000_001).message


def test_a_script_task_is_refused_by_name():
    script = node("scriptTask", "X", "<bpmn:script>1</bpmn:script>")
    problem = only_problem(around(script, flows=path("S", "X", "E")))
    assert problem.element_id == "X"
    assert "holds code" in problem.message


@pytest.mark.parametrize("kind", ["businessRuleTask", "complexGateway", "adHocSubProcess"])
def test_kinds_of_elements_that_cannot_run_are_refused(kind):
    problem = only_problem(around(node(kind, "X"), flows=path("S", "X", "E")))
    assert (problem.element_id, kind in problem.message) == ("X", True)


def test_every_problem_is_told_at_once():
    parts = (user("Start"), notify("N"), catch("T", duration("24h")))
    source = file(process(start(), *parts, end(), path("S", "Start", "N", "T", "E")))
    assert {problem.element_id for problem in problems_of(source)} == {"Start", "T"}


def test_every_file_that_cannot_be_read_is_told():
    source = file(process(start(), end(), path("S", "E")))
    assert [problem.file for problem in problems_of(b"<x>", source, b"")] == ["0.bpmn", "2.bpmn"]


PYTHON = ["__import__('os')", "().__class__", "[].append(1)", "x.y()", "lambda: 1", "a if b else c"]


@pytest.mark.parametrize("text", [f"={python}" for python in PYTHON])
def test_python_in_a_condition_is_refused(text):
    flows = flow("S", "G") + flow("G", "E", text) + flow("G", "F")
    problem = only_problem(around(xor("G", "G-F"), end("F"), flows=flows))
    assert problem.element_id == "G"


@pytest.mark.parametrize("text", [f"={python}" for python in PYTHON])
def test_python_in_a_timer_is_refused(text):
    source = around(catch("T", duration(text)), flows=path("S", "T", "E"))
    assert only_problem(source).element_id == "T"


@pytest.mark.parametrize("text", PYTHON)
def test_python_elsewhere_is_refused(text):
    quoted = text.replace('"', "&quot;")
    other = process(start("S2"), end("E2"), path("S2", "E2"), process_id="other")
    mapping = f'<camunda:in sourceExpression="={quoted}" target="x"/>'
    for part in (
        call("X", "other", mapping),
        each("X", collection=f"={text}"),
        each("X", condition=f"={text}"),
        notify("X", recipients=f"={text}"),
    ):
        source = file(process(start(), part, end(), path("S", "X", "E")), other)
        assert only_problem(source).element_id == "X"


def test_a_condition_needs_its_mark():
    flows = flow("S", "G") + flow("G", "E", "a = 1") + flow("G", "F")
    assert "“=”" in only_problem(around(xor("G", "G-F"), end("F"), flows=flows)).message


def test_an_arrow_without_condition_that_is_not_the_default_is_refused():
    flows = flow("S", "G") + flow("G", "E", "=a") + flow("G", "F")
    assert only_problem(around(xor("G"), end("F"), flows=flows)).element_id == "G"


def test_two_arrows_between_the_same_elements_are_refused():
    second = flow("G", "E", "=b").replace("G-E", "again")
    flows = flow("S", "G") + flow("G", "E", "=a") + second
    found = {problem.message for problem in problems_of(around(xor("G"), flows=flows))}
    assert found == {"Two arrows lead from “G” to the same element."}


COLLECTING = repeated() + extensions({"outputCollection": "x"})


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (node("serviceTask", "X"), "names no operation"),
        (node("serviceTask", "X", extensions({"operation": "rm"})), "unknown operation “rm”"),
        (call("X", "nowhere"), "which is not here"),
        (catch("X", "<bpmn:timerEventDefinition/>"), "has no time"),
        (catch("X", timer("Cycle", "R3/PT1H")), "only once"),
        (catch("X", duration("PT1H") + duration("PT2H")), "several things"),
        (catch("X", "<bpmn:messageEventDefinition/>"), "names no message"),
        (user("X", repeated("")), "collection"),
        (user("X", "<bpmn:standardLoopCharacteristics/>"), "loop marker"),
        (
            user("X", repeated().replace(" camunda", ' isSequential="true" camunda', 1)),
            "sequential",
        ),
        (user("X", repeated(), {"outputElement": "=x"}), "as they are"),
        (
            sub("X", start("Y"), inside=repeated() + extensions({"outputCollection": "x"})),
            "answers",
        ),
        (sub("X", user("Y")), "exactly one start event"),
    ],
)
def test_what_cannot_be_run_is_named(part, words):
    assert words in only_problem(around(part, flows=path("S", "X", "E"))).message


def test_a_process_needs_exactly_one_start_event():
    two = around(start("S2"), flows=path("S", "E") + flow("S2", "E"))
    assert only_problem(two).element_id == "main"
    assert only_problem(file(process(end()))).element_id == "main"


def test_ids_stand_for_one_thing_in_all_files():
    source = file(process(start(), end(), path("S", "E")))
    assert {problem.element_id for problem in problems_of(source, source)} >= {"main", "S", "E"}


def test_arrows_connect_elements_of_the_same_process_part():
    inner = sub("P", start("S2"), user("A"), end("E2"), path("S2", "A", "E2"))
    flows = path("S", "P", "E") + flow("A", "E")
    assert "crosses the border" in only_problem(around(inner, flows=flows)).message
    loose = around(flows=path("S", "E", "nowhere"))
    assert "does not connect" in only_problem(loose).message


def test_a_boundary_event_stands_on_an_activity():
    lost = boundary("B", "S", duration("PT1H"))
    assert only_problem(around(lost, flows=path("S", "E"))).element_id == "B"


def test_whatever_spiffworkflow_raises_becomes_a_problem():
    # A task with two arrows out of it: SpiffWorkflow refuses it with an exception of its own.
    flows = path("S", "A", "E") + flow("A", "F")
    problem = only_problem(around(user("A"), end("F"), flows=flows))
    assert (problem.element_id, problem.line) == ("A", 1)


def test_a_path_that_is_too_long_is_a_problem():
    ids = [f"T{number}" for number in range(600)]
    source = around(*map(user, ids), flows=path("S", *ids, "E"))
    assert "too long" in only_problem(source).message


def danger(interrupting="false", definition=None, name="ESP"):
    begin = start(f"S_{name}", definition or message("Danger"), isInterrupting=interrupting)
    act = user(f"A_{name}")
    flows = path(f"S_{name}", f"A_{name}", f"E_{name}")
    return sub(name, begin, act, end(f"E_{name}"), flows, triggeredByEvent="true")


def test_an_event_sub_process_is_lifted_into_a_process_of_its_own():
    lanes = (
        '<bpmn:laneSet id="L"><bpmn:lane id="Lane"><bpmn:flowNodeRef>ESP</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:laneSet>"
    )
    properties = {"standingYes": "lessons, gap"}
    body = process(lanes, start(), end(), danger(), path("S", "E"), properties=properties)
    library = read_diagrams({"a.bpmn": file(body, messages=["Danger"])})
    assert library.message_starts == {"Danger": "main__ESP"}
    assert library.main_processes == ("main",)
    lifted = library.processes["main__ESP"]
    assert (lifted.lifted_from, lifted.standing_yes) == ("main", {"lessons", "gap"})
    assert library.element("A_ESP").process_id == "main__ESP"
    assert library.element("A_ESP").lane_id == "Lane"
    assert [element.id for element in library.elements("main")] == ["S", "E"]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (danger(interrupting="true"), "interrupt"),
        (danger(definition=duration("PT1H")), "only a message"),
        (danger(definition=message("Unknown")), "no name"),
        (danger() + danger(name="Again"), "already starts"),
        (sub("P", start("S3"), danger(), end("E3"), path("S3", "E3")), "inside another"),
    ],
)
def test_other_event_sub_processes_are_refused(part, words):
    source = file(process(start(), end(), part, path("S", "E")), messages=["Danger"])
    assert any(words in problem.message for problem in problems_of(source))
