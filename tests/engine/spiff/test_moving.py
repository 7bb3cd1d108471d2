import pytest

from engine.spiff.failures import RunawayProcess, StepFailed, TaskNotOpen
from tests.engine.spiff.diagrams import (
    end,
    extensions,
    file,
    flow,
    node,
    notify,
    path,
    process,
    start,
    sub,
    terminate,
    user,
    xor,
)
from tests.engine.spiff.running import Runner


def test_the_path_that_was_taken_can_be_told():
    flows = path("S", "A", "G") + flow("G", "E", '=go = "yes"') + flow("G", "F")
    run = Runner(file(process(start(), user("A"), xor("G", "G-F"), end("E"), end("F"), flows)))
    assert run.process.step.passed == ("S",)
    assert run.process.step.flows == ("S-A",)
    run.do("A", go="yes")
    assert run.process.step.passed == ("A", "G", "E")
    assert run.process.step.flows == ("A-G", "G-E")
    assert run.process.step.ends == ("E",)
    assert run.process.end_element_ids == ("E",)
    assert run.process.is_ended


def test_a_step_tells_which_tasks_were_opened_completed_and_cancelled():
    run = Runner(file(process(start(), user("A"), user("B"), end(), path("S", "A", "B", "E"))))
    (a,) = run.process.open_tasks
    assert run.process.step.opened == (a,)
    run.do("A")
    (b,) = run.process.open_tasks
    assert run.process.step.completed == (a,)
    assert run.process.step.opened == (b,)
    assert run.process.step.cancelled == ()


def test_the_id_of_an_open_task_stays():
    run = Runner(file(process(start(), user("A"), end(), path("S", "A", "E"))))
    before = set(run.process.open_tasks)
    run.reload()
    run.reload()
    assert set(run.process.open_tasks) == before


def test_a_task_is_completed_once():
    run = Runner(file(process(start(), user("A"), user("B"), end(), path("S", "A", "B", "E"))))
    (task_id,) = run.process.open_tasks
    run.process.complete(task_id, {})
    with pytest.raises(TaskNotOpen):
        run.process.complete(task_id, {})
    assert run.open == ["B"]


CHOICE = (
    flow("S", "G")
    + flow("G", "A", "=n > 10")
    + flow("G", "B", "=n > 5")
    + flow("G", "C")
    + path("A", "E")
    + path("B", "E")
    + path("C", "E")
)


@pytest.mark.parametrize(
    ("variables", "taken"), [({"n": 11}, "A"), ({"n": 6}, "B"), ({"n": 1}, "C"), ({}, "C")]
)
def test_the_first_condition_of_the_file_that_is_true_wins(variables, taken):
    parts = (start(), xor("G", "G-C"), user("A"), user("B"), user("C"), end(), CHOICE)
    assert Runner(file(process(*parts)), variables=variables).open == [taken]


@pytest.mark.parametrize("value", ["yes", 1, None, "", [True], "true"])
def test_only_true_makes_a_condition_true(value):
    flows = flow("S", "G") + flow("G", "A", "=x") + flow("G", "B") + path("A", "E") + path("B", "E")
    parts = (start(), xor("G", "G-B"), user("A"), user("B"), end(), flows)
    assert Runner(file(process(*parts)), variables={"x": value}).open == ["B"]
    assert Runner(file(process(*parts)), variables={"x": True}).open == ["A"]


def test_a_gateway_without_a_way_fails_with_the_reason_and_nothing_is_saved():
    flows = path("S", "A", "G") + flow("G", "E", "=x") + flow("G", "F", "=y")
    run = Runner(file(process(start(), user("A"), xor("G"), end("E"), end("F"), flows)))
    with pytest.raises(StepFailed, match="No condition after “G” is met") as failed:
        run.do("A")
    assert failed.value.element_id == "G"
    for save in (run.process.dump, run.process.advance):
        with pytest.raises(StepFailed, match="No condition"):
            save()


def test_a_process_that_goes_round_in_circles_is_stopped():
    flows = path("S", "A", "G", "N", "G").replace('id="N-G"', 'id="again"')
    body = process(start(), user("A"), xor("G"), notify("N"), flows)
    with pytest.raises(RunawayProcess, match="500"):
        Runner(file(body)).do("A")


def test_an_end_is_reached_when_every_path_has_ended():
    flows = path("S", "P", "A", "E") + path("P", "B", "F")
    parts = (start(), node("parallelGateway", "P"), user("A"), user("B"), end("E"), end("F"))
    run = Runner(file(process(*parts, flows)))
    run.do("B")
    assert (run.process.is_ended, run.open) == (False, ["A"])
    run.do("A")
    assert run.process.is_ended
    assert run.process.end_element_ids == ("F", "E")


def test_an_element_with_nothing_behind_it_is_an_end():
    run = Runner(file(process(start(), user("A"), path("S", "A")))).do("A")
    assert run.process.is_ended


def test_a_terminate_event_ends_every_path():
    flows = path("S", "P", "A", "E") + path("P", "B", "F")
    parts = (start(), node("parallelGateway", "P"), user("A"), user("B"), terminate("E"), end("F"))
    run = Runner(file(process(*parts, flows)))
    (b,) = [task.id for task in run.process.open_tasks.values() if task.element_id == "B"]
    run.do("A")
    assert run.process.is_ended
    assert run.process.step.cancelled == (b,)
    assert b'"tokens":[]' in run.process.dump()


def test_a_terminate_event_in_a_sub_process_ends_only_that():
    fork = path("S2", "P", "A", "T") + path("P", "B", "F")
    parallel = node("parallelGateway", "P")
    inner = sub("X", start("S2"), parallel, user("A"), user("B"), terminate("T"), end("F"), fork)
    run = Runner(file(process(start(), inner, user("C"), end(), path("S", "X", "C", "E"))))
    run.do("A")
    assert run.open == ["C"]
    assert run.process.step.passed == ("A", "T", "X")
    assert run.process.end_element_ids == ()


FORK = (
    path("S", "P", "A", "J", "C", "E")
    + path("P", "B", "J")
    + node("parallelGateway", "P")
    + node("parallelGateway", "J")
    + user("A")
    + user("B")
    + user("C")
)


@pytest.mark.parametrize("order", ["AB", "BA"])
def test_a_parallel_join_waits_for_every_path(order):
    run = Runner(file(process(start(), end(), FORK)))
    run.do(order[0])
    assert run.open == [order[1]]
    assert "J" not in run.process.step.passed
    run.do(order[1])
    assert run.open == ["C"]
    assert run.process.step.passed == (order[1], "J")


@pytest.mark.parametrize("orders", [(a, b) for a in ("AB", "BA") for b in ("AB", "BA")])
def test_a_parallel_join_waits_again_when_the_process_comes_back(orders):
    body = FORK.replace(path("C", "E"), "").replace(path("S", "P"), path("S", "M", "P"))
    body += xor("M") + xor("G", "G-E") + user("D")
    flows = path("C", "G", "E") + flow("G", "D", '=again = "yes"') + path("D", "M")
    run = Runner(file(process(start(), end(), body, flows)))
    for order in orders:
        run.do(order[0])
        assert run.open == [order[1]]
        run.do(order[1])
        run.do("C", again="yes")
        run.do("D")
    assert run.open == ["A", "B"]


INCLUSIVE = (
    path("S", "P")
    + flow("P", "A", "=a")
    + flow("P", "B", "=b")
    + flow("P", "C")
    + path("A", "J", "D", "E")
    + path("B", "B2", "J")
    + path("C", "J")
    + node("inclusiveGateway", "P", default="P-C")
    + node("inclusiveGateway", "J")
    + "".join(map(user, ("A", "B", "B2", "C", "D")))
)


@pytest.mark.parametrize(
    ("variables", "order"),
    [
        ({"a": True}, ["A"]),
        ({"b": True}, ["B", "B2"]),
        ({}, ["C"]),
        ({"a": True, "b": True}, ["A", "B", "B2"]),
        ({"a": True, "b": True}, ["B", "A", "B2"]),
        ({"a": True, "b": True}, ["B", "B2", "A"]),
    ],
)
def test_an_inclusive_join_waits_for_the_paths_that_were_taken(variables, order):
    run = Runner(file(process(start(), end(), INCLUSIVE)), variables=variables)
    for element_id in order:
        assert "D" not in run.open
        run.do(element_id)
    assert run.open == ["D"]
    assert run.do("D").process.is_ended


def test_an_inclusive_join_in_a_loop_waits_again():
    body = INCLUSIVE.replace(path("D", "E"), "") + xor("G", "G-E")
    flows = path("D", "G", "E") + flow("G", "P", "=again")
    run = Runner(file(process(start(), end(), body, flows)), variables={"a": True, "b": True})
    for order in (["A", "B", "B2"], ["B", "B2", "A"]):
        for element_id in order:
            assert "D" not in run.open
            run.do(element_id)
        run.do("D", again=True)
    assert run.open == ["A", "B"]


def test_a_plain_task_is_passed_and_a_manual_task_waits():
    parts = (start(), node("task", "T"), node("manualTask", "M"), end(), path("S", "T", "M", "E"))
    run = Runner(file(process(*parts)))
    assert run.open == ["M"]
    assert run.process.step.passed == ("S", "T")


def test_a_notice_carries_what_it_needs_and_the_process_goes_on():
    parts = (start(), notify("N"), user("A"), end(), path("S", "N", "A", "E"))
    run = Runner(file(process(*parts)), variables={"stage": "S1"})
    (told,) = run.process.step.notifications
    assert (told.element_id, told.template) == ("N", "T")
    assert told.recipients_text == "line-manager of both"
    assert (told.variables, told.due_at) == ({"stage": "S1"}, None)
    assert run.open == ["A"]


def test_a_notice_shows_the_variables_of_its_moment():
    parts = (start(), user("A"), notify("N"), user("B"), end(), path("S", "A", "N", "B", "E"))
    run = Runner(file(process(*parts)), saving=False).do("A", x=1).do("B", x=2)
    assert run.process.step.notifications[0].variables == {"x": 1}


def test_recipients_can_be_worked_out():
    parts = (start(), notify("N", "=who"), end(), path("S", "N", "E"))
    run = Runner(file(process(*parts)), variables={"who": "business-manager"})
    assert run.process.step.notifications[0].recipients_text == "business-manager"
    with pytest.raises(StepFailed, match="“N” tells nobody") as failed:
        Runner(file(process(*parts)))
    assert failed.value.element_id == "N"


def test_data_objects_and_other_drawings_do_not_matter():
    drawn = (
        '<bpmn:dataObject id="O"/><bpmn:dataObjectReference id="R" dataObjectRef="O"/>'
        '<bpmn:textAnnotation id="N"><bpmn:text>x</bpmn:text></bpmn:textAnnotation>'
    )
    wired = (
        '<bpmn:dataInputAssociation id="I"><bpmn:sourceRef>nowhere</bpmn:sourceRef>'
        "</bpmn:dataInputAssociation>"
    )
    parts = (start(), drawn, user("A", wired, extensions()), end(), path("S", "A", "E"))
    assert Runner(file(process(*parts))).open == ["A"]
