import pytest

from engine.spiff.failures import StepFailed
from tests.engine.spiff.diagrams import (
    boundary,
    call,
    duration,
    each,
    end,
    extensions,
    file,
    flow,
    node,
    path,
    process,
    repeated,
    start,
    sub,
    user,
    xor,
)
from tests.engine.spiff.running import Runner

THREE = {"agencies": ["x", "y", "z"]}


def asking(variables, output="records", condition=None, **kwargs):
    """Return a process that asks each agency, and then has the task B."""
    task = each("A", output=output, condition=condition)
    parts = (start(), task, user("B"), end(), path("S", "A", "B", "E"))
    return Runner(file(process(*parts)), variables=variables, **kwargs)


def agencies(run):
    return [task.agency for task in run.process.open_tasks.values()]


@pytest.mark.parametrize("saving", [True, False])
def test_each_agency_has_a_task_and_all_must_answer(saving):
    run = asking(THREE, saving=saving)
    assert agencies(run) == ["x", "y", "z"]
    run.do("A", agrees="yes").do("A", agrees="no")
    assert (run.open, agencies(run)) == (["A"], ["z"])
    run.do("A", agrees="yes")
    assert run.open == ["B"]
    assert run.process.step.passed[-1:] == ("A",)
    assert run.process.step.flows[-1:] == ("A-B",)


def test_answers_are_collected_in_the_order_of_the_list():
    run = asking(THREE)
    run.do("A", place=2, agrees="z").do("A", place=0, agrees="x")
    records = [{"agency": name, "agrees": name} for name in THREE["agencies"]]
    assert run.process.variables["records"] == [records[0], records[2]]
    run.do("A", agrees="y")
    assert run.process.variables == THREE | {"records": records}


def test_a_diagram_can_ask_whose_answer_it_is():
    again = each("B", collection='=records[agrees = "no"].agency')
    parts = (start(), each("A", output="records"), again, end(), path("S", "A", "B", "E"))
    run = Runner(file(process(*parts)), variables=THREE)
    run.do("A", place=0, agrees="yes").do("A", place=0, agrees="no").do("A", agrees="no")
    assert agencies(run) == ["y", "z"]


def test_all_answers_of_an_instance_can_be_collected_not_only_its_variables():
    run = asking({"agencies": ["x"]})
    run.do("A", item_answers={"agrees": "yes", "note": "long text"}, agrees="yes")
    assert run.process.variables["records"] == [
        {"agency": "x", "agrees": "yes", "note": "long text"}
    ]
    assert "agrees" not in run.process.variables


def test_answers_that_nobody_collects_become_variables():
    run = asking({"agencies": ["x"]}, output=None).do("A", agrees="yes")
    assert run.process.variables["agrees"] == "yes"


def test_an_instance_sees_its_own_entry():
    run = asking(THREE)
    seen = [run.process.variables_at(task_id)["agency"] for task_id in run.process.open_tasks]
    assert seen == ["x", "y", "z"]
    assert "agency" not in run.process.variables


def test_nobody_is_asked_when_the_list_is_empty():
    run = asking({"agencies": []})
    assert run.open == ["B"]
    assert run.process.variables["records"] == []
    assert run.process.step.passed == ("S", "A")


@pytest.mark.parametrize("variables", [{}, {"agencies": "x"}, {"agencies": {"a": 1}}])
def test_what_is_not_a_list_fails_with_the_reason(variables):
    with pytest.raises(StepFailed, match="not a list") as failed:
        asking(variables)
    assert failed.value.element_id == "A"


def test_the_collected_answers_are_emptied_when_the_task_comes_again():
    again = flow("G", "M", '=some r in records satisfies r.agrees = "no"') + flow("G", "E")
    flows = path("S", "M", "A", "G") + again
    parts = (start(), xor("M"), each("A", output="records"), xor("G", "G-E"), end(), flows)
    run = Runner(file(process(*parts)), variables={"agencies": ["x", "y"]})
    run.do("A", agrees="yes").do("A", agrees="no")
    assert (agencies(run), run.process.variables["records"]) == (["x", "y"], [])
    run.do("A", agrees="yes").do("A", agrees="yes")
    assert run.process.is_ended


@pytest.mark.parametrize("saving", [True, False])
def test_an_interrupting_timer_takes_all_tasks_away(saving):
    late = boundary("T", "A", duration("PT1H")) + user("C") + end("F") + path("T", "C", "F")
    parts = (start(), each("A", output="records"), end(), late, path("S", "A", "E"))
    run = Runner(file(process(*parts)), variables=THREE, saving=saving)
    run.do("A", agrees="yes").wait(hours=1)
    assert run.open == ["C"]
    assert len(run.process.step.cancelled) == 2
    assert run.process.variables["records"] == [{"agency": "x", "agrees": "yes"}]
    assert b'"item"' not in run.process.dump()
    assert run.do("C").process.is_ended


def test_a_repeated_task_can_come_right_after_an_interrupting_timer():
    # SpiffWorkflow itself fails here: “Attempt to add non-predicted child to predicted task”.
    late = boundary("T", "Z", duration("PT1H")) + each("A") + end("F") + path("T", "A", "F")
    run = Runner(
        file(process(start(), user("Z"), end(), late, path("S", "Z", "E"))), variables=THREE
    )
    assert run.wait(hours=1).open == ["A", "A", "A"]


def test_completing_the_last_task_ends_the_timer():
    late = boundary("T", "A", duration("PT1H")) + end("F") + path("T", "F")
    parts = (start(), each("A"), user("B"), end(), late, path("S", "A", "B", "E"))
    run = Runner(file(process(*parts)), variables=THREE)
    run.do("A").do("A")
    assert list(run.due) == ["T"]
    run.do("A")
    assert (run.open, run.due) == (["B"], {})


def test_a_condition_can_make_some_answers_enough():
    run = asking(THREE, condition='=count(records) >= 2 and agency = "y"')
    run.do("A").do("A")
    assert run.open == ["B"]
    assert len(run.process.step.cancelled) == 1
    assert run.process.variables["records"] == [{"agency": "x"}, {"agency": "y"}]


def test_two_repeated_tasks_side_by_side_do_not_mix():
    fork = path("S", "P", "A", "J", "E") + path("P", "B", "J")
    gateways = node("parallelGateway", "P") + node("parallelGateway", "J")
    tasks = each("A", output="a") + each("B", output="b")
    run = Runner(file(process(start(), gateways, tasks, end(), fork)), variables=THREE)
    for number in range(3):
        run.do("A", n=number).do("B", n=number * 10)
    assert [answer["n"] for answer in run.process.variables["a"]] == [0, 1, 2]
    assert [answer["n"] for answer in run.process.variables["b"]] == [0, 10, 20]
    assert run.process.is_ended


@pytest.mark.parametrize("saving", [True, False])
def test_a_sub_process_can_be_repeated(saving):
    inside = (start("S2"), user("A", properties={"agencySide": "each"}), user("A2"), end("E2"))
    inner = sub("P", *inside, path("S2", "A", "A2", "E2"), inside=repeated())
    run = Runner(
        file(process(start(), inner, user("B"), end(), path("S", "P", "B", "E"))),
        variables=THREE,
        saving=saving,
    )
    assert sorted(agencies(run)) == ["x", "y", "z"]
    for _ in range(3):
        run.do("A")
    assert run.open == ["A2", "A2", "A2"]
    for _ in range(3):
        run.do("A2", done="yes")
    assert (run.open, run.process.variables["done"]) == (["B"], "yes")


@pytest.mark.parametrize("saving", [True, False])
def test_a_call_can_be_repeated_and_is_given_its_entry(saving):
    called = process(start("S2"), user("A"), end("E2"), path("S2", "A", "E2"), process_id="called")
    mappings = '<camunda:in source="agency" target="who"/>'
    main = process(start(), call("C", "called", mappings, repeated()), end(), path("S", "C", "E"))
    run = Runner(file(main, called), variables=THREE, process_id="main", saving=saving)
    seen = [dict(run.process.variables_at(task_id)) for task_id in run.process.open_tasks]
    assert sorted(seen, key=str) == [{"who": "x"}, {"who": "y"}, {"who": "z"}]
    for _ in range(3):
        run.do("A")
    assert run.process.is_ended


def test_a_repeated_sub_process_that_is_cancelled_leaves_no_timer_behind():
    limit = boundary("L", "A", duration("PT5H"), interrupting=False) + end("F2") + path("L", "F2")
    inside = (start("S2"), user("A"), end("E2"), limit, path("S2", "A", "E2"))
    late = boundary("T", "P", duration("PT1H")) + user("C") + end("F") + path("T", "C", "F")
    inner = sub("P", *inside, inside=extensions() + repeated())
    body = process(start(), inner, end(), late, path("S", "P", "E"))
    run = Runner(file(body), variables=THREE, saving=False)
    assert len(run.process.timers) == 4
    run.wait(hours=1)
    assert (run.open, run.due) == (["C"], {})
