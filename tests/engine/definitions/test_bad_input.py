"""Whatever somebody sends gets an answer within seconds: problems in words, never a stack trace."""

import io
import logging
import zipfile
from itertools import pairwise
from time import process_time

import orjson
import pytest

from engine.definitions.bundle import Bundle, BundleRefusedError
from engine.definitions.checking import check_files
from engine.definitions.checks import procedure_file
from tests.engine.definitions.examples import block
from tests.engine.definitions.test_checking import long_diagram
from tests.engine.definitions.vendor_samples import BPMN, OTHER_KINDS
from tests.engine.definitions.writing import (
    PROCEDURE,
    boundary,
    bundle_files,
    definitions,
    element,
    end,
    flow,
    form,
    gateway,
    notice,
    one_task,
    path,
    process,
    start,
    sub_process,
    user_task,
)

SECONDS = 10
MANY = 5_000


@pytest.fixture(autouse=True)
def no_check_fails(caplog):
    caplog.set_level(logging.ERROR)
    yield
    assert caplog.records == []


def answered(files):
    """Check files; return the problems, all of them in words, found in time."""
    began = process_time()
    problems = check_files(files)
    assert process_time() - began < SECONDS
    assert all(problem.message and problem.remedy for problem in problems)
    assert not any("could not be finished" in problem.message for problem in problems)
    return problems


def main(content):
    return bundle_files() | {"main.bpmn": content}


@pytest.mark.parametrize("content", BPMN.values(), ids=BPMN)
def test_files_of_other_modellers_get_a_list_of_problems(content):
    problems = answered(main(content))
    assert any(problem.is_error for problem in problems)
    assert {problem.check for problem in problems}.isdisjoint({"readable-file"})


@pytest.mark.parametrize(("what", "content"), OTHER_KINDS.items(), ids=OTHER_KINDS)
def test_what_is_no_diagram_is_called_by_its_name(what, content):
    (problem,) = [p for p in answered(main(content)) if p.file == "main.bpmn"]
    assert problem.is_error
    assert what in problem.message


def test_a_diagram_may_begin_with_a_byte_order_mark():
    assert not any(p.is_error for p in answered(main(b"\xef\xbb\xbf" + one_task())))


@pytest.mark.parametrize(
    "content",
    [
        one_task().replace(b"Test", b"T\xffst"),
        b'<?xml version="1.0" encoding="ISO-8859-1"?>' + one_task().replace(b"Test", b"T\xe9st"),
        b'<?xml version="1.0" encoding="UTF-32"?>' + one_task(),
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
        + b"".join(b'<!ENTITY a%d "&a;&a;">' % number for number in range(30))
        + b"]><a>&a29;</a>",
        definitions("<bpmn:subProcess>" * 10_000 + "</bpmn:subProcess>" * 10_000),
        b"<" * 1_000_000,
        b"<a " + b'b="1" ' * 1_000_000 + b"/>",
        definitions("<bpmn:documentation>" + "x" * 19_000_000 + "</bpmn:documentation>"),
        definitions("<bpmn:process>" + '<bpmn:task id="a"/>' * 1_000_000 + "</bpmn:process>"),
        b"<a>" + b"x" * 20_000_001,
        one_task(user_task("A" * 11_000_000)),
    ],
    ids=range(12),
)
def test_hostile_files_are_refused_at_once(content):
    problems = answered(main(content))
    assert [p.check for p in problems if p.file == "main.bpmn"] == ["readable-file"]
    assert not any("HUGE" in p.message for p in problems)


@pytest.mark.parametrize("id_", ["Start", "End", "Root", "Task_A.EndJoin", "X.BoundaryEventSplit"])
def test_ids_of_the_engine_are_refused(id_):
    problems = answered(bundle_files(one_task(user_task("Task_A"), more=user_task(id_))))
    assert any(p.check == "element-ids" and p.element_id == id_ for p in problems)


def test_an_id_that_stands_everywhere_is_named_once():
    file = process(*[user_task("X")] * 300, *[flow("X", "X")] * 300)
    problems = answered(main(file))
    assert sum(p.check == "element-ids" and "more than once" in p.message for p in problems) == 2


@pytest.mark.parametrize(
    "feel",
    [
        "=" + "(" * 500_000 + "1" + ")" * 500_000,
        "=" + "not(" * 400 + "true" + ")" * 400,
        "=" + "a." * 900 + "a",
        "=" + "if a then " * 150 + "1" + " else 2" * 150,
        "=" + "-" * 1_900 + "1",
        "=" + "[" * 900 + "]" * 900,
        "=" + "a[" * 600 + "1" + "]" * 600,
        '="' + "\\u0000" * 100 + '"',
        "=" + "for x in 1..999999 return " * 20 + "1",
        "=some a in 1..99999, b in 1..99999 satisfies a = b",
        "=" + " and ".join(f"x{number} = {number}" for number in range(120)),
    ],
    ids=range(11),
)
def test_feel_of_any_size_and_depth_gets_an_answer(feel):
    question = {"type": "checkbox", "id": "q", "key": "a", "label": "A?"}
    file = process(
        start(),
        user_task("Task_A"),
        gateway("Way", default="Way_to_Finish"),
        gateway("Back"),
        end(),
        path("Begin", "Back", "Task_A", "Way", "Finish"),
        flow("Way", "Back", feel),
    )
    answered(main(file) | {"forms/A.form": form(question)})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"[" * 1_000_000,
        b'{"a":' * 150_000 + b"1" + b"}" * 150_000,
        b'{"components":' * 900 + b"[]" + b"}" * 900,
        b'{"type":"default","components":{"a":1}}',
        b'{"type":"default","components":[null,1,"x",[],{"type":[]},{"id":{}}]}',
        b'{"type":"default","components":[{"type":"radio","id":"a","key":"b","values":[[1]]}]}',
        b"\xff\xfe{",
        b"<form/>",
        orjson.dumps({"type": "default", "components": [{"type": "group"}] * 50_000})[:900_000],
    ],
    ids=range(13),
)
def test_forms_that_are_none_are_named(content):
    problems = answered(bundle_files() | {"forms/A.form": content})
    assert any(p.check == "forms" and p.file == "forms/A.form" for p in problems)


@pytest.mark.parametrize(
    "content",
    [
        b"key = ",
        b"\xff",
        b"a = " + b"[" * 100_000,
        b"a = " + b"9" * 1_000_000,
        b"a" + b".a" * 200_000 + b" = 1",
        b"a = 1\n" * 100_000,
        PROCEDURE.replace(b'"test"', b"1979-05-27"),
        b"[lanes]\n" + PROCEDURE,
        b"[[editions]]\n" * 3_000,
        PROCEDURE.replace(b"[lanes]", b"[lanes.a]"),
        PROCEDURE.replace(b'"TST"', b'"\\u0000"'),
        PROCEDURE.replace(b'"TST"', b'"' + b"T" * 201 + b'"'),
    ],
    ids=range(12),
)
def test_a_broken_procedure_file_is_named(content):
    problems = answered(bundle_files() | {"procedure.toml": content})
    assert any(p.check == procedure_file.NAME and p.is_error for p in problems)


@pytest.mark.parametrize(
    "content", [b"[" * 1_000_000, b"{}", b'{"policy":1,"clauses":[]}', b"\xff"]
)
def test_broken_lists_of_clauses_are_named(content):
    assert any(
        p.file == "clauses.json" for p in answered(bundle_files() | {"clauses.json": content})
    )


def test_zip_bombs_stay_closed():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}.bpmn", b"\0" * 10_000_000)
    began = process_time()
    with pytest.raises(BundleRefusedError, match="20 MB"):
        Bundle.from_bytes(bomb.getvalue())
    assert process_time() - began < 1


def ladder(rungs):
    """Write gateways that all ask something else, each with a way back."""
    names = [f"G{number}" for number in range(rungs)]
    return process(
        start(),
        *(gateway(a, default=f"{a}_to_{b}") for a, b in pairwise(names)),
        gateway(names[-1]),
        end(),
        path("Begin", *names, "Finish"),
        *(
            flow(name, f"G{number * 7 % rungs}", f"=k{number} = {number}").replace(
                'id="', 'id="Back_', 1
            )
            for number, name in enumerate(names[:-1])
        ),
        lanes=("Begin", *names, "Finish"),
    )


def fan(width):
    """Write a parallel split into many branches."""
    tasks = [f"T{number}" for number in range(width)]
    return block(
        start("S"),
        gateway("Fork", "parallelGateway"),
        *map(user_task, tasks),
        gateway("Join", "parallelGateway"),
        end("E"),
        path("S", "Fork"),
        *(path("Fork", task, "Join") for task in tasks),
        path("Join", "E"),
    )


def calls(number):
    ids = [f"C{place}" for place in range(number)]
    return process(
        start(),
        *(element("callActivity", id=id_, name="Record", calledElement="test") for id_ in ids),
        end(),
        path("Begin", *ids, "Finish"),
    )


@pytest.mark.parametrize(
    "content",
    [long_diagram(MANY), ladder(MANY // 2), fan(MANY), calls(MANY)],
    ids=["a chain", "a ladder of questions", "a fan", "calls"],
)
def test_5000_elements_take_seconds(content):
    answered(main(content))


def events(number, *, interrupting, kind):
    """Write many clocks on one step, which all lead to the same long chain."""
    clocks, ids = [f"C{n}" for n in range(number)], [f"T{n}" for n in range(number)]
    steps = map(user_task, ids) if kind == "userTask" else map(notice, ids)
    return process(
        start(),
        user_task("Task_A"),
        end(),
        gateway("Merged"),
        *(boundary(id_, "Task_A", interrupting=interrupting) for id_ in clocks),
        *steps,
        end("Over"),
        path("Begin", "Task_A", "Finish"),
        *(path(id_, "Merged") for id_ in clocks),
        path("Merged", *ids, "Over"),
    )


def messages(number):
    """Write messages, steps that wait for the last of them, and sub-processes that it starts."""
    last = {"messageRef": f"M{number - 1}"}
    begin = element("messageEventDefinition", **last)
    return process(
        *(element("receiveTask", id=f"R{n}", **last) for n in range(number)),
        *(
            sub_process(
                f"P{n}", start(f"S{n}", begin, isInterrupting="false"), triggeredByEvent="true"
            )
            for n in range(number)
        ),
        beside="".join(element("message", id=f"M{n}", name=f"m{n}") for n in range(number)),
    )


@pytest.mark.parametrize(
    "content",
    [
        events(MANY, interrupting=False, kind="userTask"),
        events(MANY, interrupting=True, kind="serviceTask"),
        messages(MANY),
    ],
    ids=["reminders", "limits", "messages"],
)
def test_what_is_looked_at_from_thousands_of_places_takes_seconds(content):
    answered(main(content))


def test_thousands_of_calls_that_hand_over_everything_take_seconds():
    everything = element("extensionElements", '<camunda:in variables="all"/>')
    caller = process(
        *(
            element("callActivity", everything, id=f"C{n}", calledElement="called")
            for n in range(MANY)
        )
    )
    called = process(*(notice(f"N{n}", recipients=f"=who_{n}") for n in range(MANY)), id_="called")
    answered(main(caller) | {"called.bpmn": called})


def test_a_giant_name_is_refused_before_each_problem_repeats_it():
    ways = "".join(element("sequenceFlow", id=f"F{n}", sourceRef="G") for n in range(2_000))
    file = process(element("exclusiveGateway", id="G", name="x" * 2_001), ways)
    (problem,) = [p for p in answered(main(file)) if p.file == "main.bpmn"]
    assert problem.check == "readable-file"
    assert "2,000 characters" in problem.message


def test_problems_of_a_giant_list_of_clauses_are_short():
    carriers = [{"element": "e" * 5_000, "form": "f" * 5_000}] * 1_000
    content = {"policy": "p" * 100_000, "clauses": [{"id": "c" * 5_000, "carried_by": carriers}]}
    problems = answered(bundle_files() | {"clauses.json": orjson.dumps(content)})
    assert max(len(problem.message) for problem in problems) < 500


def test_20_megabytes_of_a_real_diagram_take_seconds():
    words = element("documentation", "Say it again. " * 650)
    ids = [f"T{number}" for number in range(2_000)]
    file = process(
        start(),
        *(user_task(id_, inner=words) for id_ in ids),
        end(),
        path("Begin", *ids, "Finish"),
        lanes=("Begin", *ids, "Finish"),
    )
    assert 18_000_000 < len(file) < 20_000_000
    assert not any(p.check == "readable-file" for p in answered({**main(file)}))


def test_very_many_elements_are_refused_at_once():
    began = process_time()
    file = definitions(
        "<bpmn:process>"
        + "".join(f'<bpmn:task id="a{n}"/>' for n in range(250_000))
        + "</bpmn:process>"
    )
    (problem,) = [p for p in answered(main(file)) if p.file == "main.bpmn"]
    assert "25,000" in problem.message
    assert process_time() - began < 2


def test_a_thousand_diagrams_that_call_each_other_take_seconds():
    handed = '<camunda:in variables="all"/><camunda:out variables="all"/>'
    files = {
        f"d{number}.bpmn": one_task(
            element(
                "callActivity",
                element("extensionElements", handed),
                id=f"Task_{number}",
                calledElement=f"p{(number + 1) % 1_000}",
            ),
            id_=f"p{number}",
        )
        for number in range(1_000)
    }
    assert any(p.check == "called-processes" for p in answered(files))
