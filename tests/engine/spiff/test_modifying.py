"""Tokens are moved where that is safe, values are put right, and the rest is refused in words."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.spiff.failures import StepFailed
from engine.spiff.modifying import ModificationRefused
from engine.spiff.process import RunningProcess
from engine.spiff.reading import read_diagrams
from tests.engine.spiff.diagrams import (
    boundary,
    call,
    catch,
    duration,
    each,
    end,
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
    terminate,
    timer,
    user,
    xor,
)
from tests.engine.spiff.running import NOON, Runner
from tests.engine.spiff.test_random_walks import LIBRARIES, WORKFLOWS, Walker, answers, doings

EDITIONS = {
    str(toml.parent.relative_to(WORKFLOWS)): read_diagrams(
        {f.name: f.read_bytes() for f in toml.parent.glob("*.bpmn")}
    )
    for toml in WORKFLOWS.rglob("clauses.json")
}


def three(**kwargs):
    """Run A, B, C; B has a limit of a day, and a reminder beside it every hour."""
    limits = boundary("L", "B", duration("P1D"))
    limits += boundary("R", "B", timer("Cycle", "R/PT1H"), interrupting=False)
    parts = (start(), *map(user, "ABC"), limits, user("Late"), user("Remind"), end(), end("F"))
    flows = path("S", "A", "B", "C", "E") + path("L", "Late", "C") + path("R", "Remind", "F")
    return Runner(file(process(*parts, flows)), **kwargs)


def move(run, element_id, target_id):
    run.reload()
    left = run.process.modifying.move(element_id, target_id)
    run.reload()
    return left


def refused(run, element_id, target_id):
    run.reload()
    with pytest.raises(ModificationRefused) as refusal:
        run.process.modifying.move(element_id, target_id)
    return str(refusal.value)


@pytest.mark.parametrize("saving", [True, False])
def test_forward_the_limits_of_the_new_place_begin(saving):
    run = three(saving=saving)
    run.host.wait(hours=5)
    assert move(run, "A", "B") == "A"
    assert run.open == ["B"]
    assert run.due["L"] == NOON + timedelta(hours=29)


@pytest.mark.parametrize("saving", [True, False])
def test_back_the_limits_of_the_old_place_end_and_begin_anew_when_it_is_reached_again(saving):
    run = three(saving=saving)
    run.do("A")
    move(run, "B", "A")
    assert (run.open, run.due) == (["A"], {})
    run.host.wait(hours=2)
    run.do("A")
    assert run.due["L"] == NOON + timedelta(hours=26)
    assert run.do("B").open == ["C"]
    assert run.do("C").process.is_ended


def test_what_a_limit_has_started_beside_a_step_goes_on():
    run = three()
    run.do("A").wait(hours=1)
    assert run.open == ["B", "Remind"]
    move(run, "B", "C")
    assert (run.open, run.due) == (["C", "Remind"], {})


def test_the_step_says_what_opened_and_what_was_cancelled():
    run = three()
    run.reload()
    before = next(iter(run.process.open_tasks))
    run.process.modifying.move("A", "B")
    step = run.process.step
    assert step.cancelled == (before,)
    assert step.opened == tuple(run.process.open_tasks)
    assert "A" not in step.passed


def test_to_an_end_and_to_what_tells_people():
    parts = (start(), user("A"), notify("N"), user("B"), end(), path("S", "A", "N", "B", "E"))
    run = Runner(file(process(*parts)))
    run.reload()
    run.process.modifying.move("A", "N")
    assert (run.told, run.open) == (["N"], ["B"])
    assert move(run, "B", "E") == "B"
    assert run.process.is_ended
    assert run.process.end_element_ids == ("E",)


def test_a_gateway_decides_with_the_values_of_today():
    parts = (start(), user("A"), xor("G", "G-C"), user("B"), user("C"), end(), end("F"))
    flows = path("S", "A", "G", "C", "E") + flow("G", "B", '=a = "b"') + path("B", "F")
    run = Runner(file(process(*parts, flows)), variables={"a": "b"})
    move(run, "A", "G")
    assert run.open == ["B"]


def side_by_side(*, inside=False):
    """Run A, then B and C side by side, then D; perhaps B and C in a sub-process."""
    gateways = node("parallelGateway", "P") + node("parallelGateway", "J")
    both = (gateways, user("B"), user("B2"), user("C"))
    ways = path("P", "B", "B2", "J") + path("P", "C", "J")
    if not inside:
        parts = (start(), user("A"), *both, user("D"), end())
        return Runner(file(process(*parts, ways + path("S", "A", "P") + path("J", "D", "E"))))
    flows = ways + path("IS", "P") + path("J", "IE")
    stage = sub("Stage", start("IS"), *both, end("IE"), flows)
    limit = boundary("L", "Stage", duration("P2D"), interrupting=False)
    parts = (start(), user("A"), stage, limit, notify("N"), user("D"), end(), end("F"))
    outer = path("S", "A", "Stage", "D", "E") + path("L", "N", "F")
    return Runner(file(process(*parts, outer)))


def test_joins_never_wait_for_ever():
    run = side_by_side()
    assert "several ways" in refused(run, "A", "B")
    assert "Several ways meet there" in refused(run, "A", "J")
    run.do("A")
    assert "wait there for ever" in refused(run, "C", "D")
    assert "wait there for ever" in refused(run, "C", "A")
    assert move(run, "B", "B2") == "B"
    run.do("C")
    assert refused(run, "J", "D") == "Nothing waits there."
    assert run.do("B2").open == ["D"]
    assert move(run, "D", "A") == "D"
    assert run.do("A").open == ["B", "C"]


def test_a_sub_process_is_left_as_a_whole_with_its_limit():
    run = side_by_side(inside=True)
    run.do("A")
    assert "would end with it" in refused(run, "B", "D")
    assert move(run, "Stage", "D") == "Stage"
    assert (run.open, run.due) == (["D"], {})
    move(run, "D", "Stage")
    assert run.open == ["B", "C"]
    assert "is inside “Stage”" in refused(side_by_side(inside=True), "A", "B")


def test_from_the_only_step_of_a_sub_process_the_sub_process_ends():
    inside = sub("Sub", start("IS"), user("B"), end("IE"), path("IS", "B", "IE"))
    parts = (start(), user("A"), inside, user("C"), end(), path("S", "A", "Sub", "C", "E"))
    run = Runner(file(process(*parts)))
    run.do("A")
    assert move(run, "B", "A") == "Sub"
    assert run.open == ["A"]
    run.do("A")
    assert move(run, "B", "Sub") == "Sub"
    assert run.open == ["B"]
    assert run.do("B").open == ["C"]


def calling():
    mappings = '<camunda:in variables="all"/><camunda:out variables="all"/>'
    called = process(
        start("CS"),
        user("CA"),
        user("CB"),
        end("CE"),
        path("CS", "CA", "CB", "CE"),
        process_id="called",
    )
    parts = (start(), user("A"), call("Call", "called", mappings), user("B"), end())
    flows = path("S", "A", "Call", "B", "E")
    return Runner(file(process(*parts, flows), called), process_id="main")


def test_in_and_out_of_a_called_process():
    run = calling()
    assert "in another process" in refused(run, "A", "CA")
    move(run, "A", "Call")
    move(run, "CA", "CB")
    assert run.open == ["CB"]
    assert move(run, "CB", "A") == "Call"
    assert (run.open, run.process.variables) == (["A"], {})
    run.do("A").do("CA", one=1).do("CB")
    assert (run.open, run.process.variables) == (["B"], {"one": 1})


def test_a_step_for_each_agency_is_moved_as_a_whole_or_not():
    parts = (start(), user("A"), each("B", output="records"), user("C"), end())
    source = file(process(*parts, path("S", "A", "B", "C", "E")))
    run = Runner(source, variables={"agencies": ["x", "y"]})
    move(run, "A", "B")
    assert run.open == ["B", "B"]
    move(run, "B", "C")
    assert run.open == ["C"]
    move(run, "C", "B")
    run.do("B", item_answers={"agrees": "yes"})
    assert "is half done" in refused(run, "B", "C")
    run.do("B", item_answers={"agrees": "no"})
    assert [row["agrees"] for row in run.process.variables["records"]] == ["yes", "no"]


def test_one_of_several_repetitions_of_a_sub_process_stays():
    inside = (start("VS"), user("VA"), user("VB"), end("VE"), path("VS", "VA", "VB", "VE"))
    parts = (start(), sub("V", *inside, inside=repeated()), user("A"), end())
    source = file(process(*parts, path("S", "V", "A", "E")))
    run = Runner(source, variables={"agencies": ["x", "y"]})
    assert "several times" in refused(run, "VA", "VB")
    run.do("VA")
    assert "for each of several" in refused(run, "VA", "A")
    move(run, "V", "A")
    assert run.open == ["A"]


def test_a_side_path_is_no_way_on():
    run = three()
    run.do("A").wait(hours=1)
    assert "beside “B”" in refused(run, "Remind", "C")
    assert refused(run, "B", "Remind") == "“Remind” is open already."
    assert "beside “B”" in refused(three(), "A", "Remind")
    assert move(run, "Remind", "F") == "Remind"
    assert move(run, "B", "Late") == "B"
    assert run.open == ["Late"]


def test_events():
    events = node("eventBasedGateway", "W") + catch("WT", duration("PT5H"))
    events += catch("WM", message("Answer"))
    flows = path("S", "A", "W", "WT", "B", "X", "E") + path("W", "WM", "C", "T")
    parts = (start(), user("A"), events, user("B"), user("C"), catch("X", duration("PT1H")))
    run = Runner(file(process(*parts, end(), terminate("T"), flows), messages=["Answer"]))
    assert "Choose the gateway" in refused(run, "A", "WM")
    assert "begins" in refused(run, "A", "S")
    move(run, "A", "W")
    assert list(run.due) == ["WT"]
    move(run, "W", "C")
    assert (run.open, run.due) == (["C"], {})
    move(run, "C", "X")
    assert run.due == {"X": NOON + timedelta(hours=1)}
    move(run, "X", "T")
    assert run.process.is_ended


def test_what_is_not_there_is_refused():
    run = three()
    assert refused(run, "C", "B") == "Nothing waits there."
    assert refused(run, "A", "A") == "It waits there already."
    assert "has no “Z”" in refused(run, "A", "Z")
    assert "belongs to a step" in refused(run, "A", "L")
    run.do("A").wait(hours=1)
    assert refused(run, "B", "B") == "It waits there already."


def test_what_cannot_go_on_there_fails_and_is_not_saved():
    parts = (start(), user("A"), xor("G"), user("B"), user("C"), end())
    flows = path("S", "A", "G") + path("B", "C", "E")
    flows += flow("G", "B", "=1 = 2") + flow("G", "C", "=1 = 3")
    run = Runner(file(process(*parts, flows)))
    run.reload()
    with pytest.raises(StepFailed):
        run.process.modifying.move("A", "G")
    with pytest.raises(StepFailed):
        run.process.dump()


def test_a_value_is_put_right_where_one_yes_stands_and_in_open_calls():
    mappings = '<camunda:in source="gap" target="gap"/><camunda:in source="gap" target="other"/>'
    called = process(start("CS"), user("CA"), end("CE"), path("CS", "CA", "CE"), process_id="c")
    parts = (start(), call("Call", "c", mappings), end(), path("S", "Call", "E"))
    main = process(*parts, properties={"standingYes": "gap"})
    run = Runner(file(main, called), variables={"gap": "yes"}, process_id="main")
    run.reload()
    run.process.set_variables({"gap": "no"})
    assert run.process.variables["gap"] == "yes"
    run.process.modifying.correct("gap", "no")
    run.reload()
    (task,) = run.process.open_tasks
    assert run.process.variables["gap"] == run.process.variables_at(task)["gap"] == "no"
    assert run.process.variables_at(task)["other"] == "yes"


@pytest.mark.parametrize("library", [LIBRARIES["escalation"], *EDITIONS.values()])
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    walk=st.lists(
        st.one_of(doings, st.tuples(st.just("move"), st.integers(0, 500), answers)),
        min_size=5,
        max_size=25,
    )
)
def test_whatever_is_moved_an_instance_waits_for_something_until_it_ends(library, walk):
    walker = Walker(library, saving=True)
    for doing in walk:
        attempt(walker, *doing)
        tasks, limits, _, is_ended, _ = walker.now()
        assert is_ended == (not tasks and not limits)
        if not is_ended:
            state = walker.process.dump()
            again = RunningProcess.load(library, walker.process_id, state, walker.host)
            assert again.dump() == state
            assert dict(again.timers) == dict(walker.process.timers)
            assert dict(again.open_tasks) == dict(walker.process.open_tasks)
    for number in range(150):
        if walker.process.is_ended:
            break
        attempt(walker, "complete" if walker.process.open_tasks else "wait", number, {})


def attempt(walker, doing, number, values):
    """Do something; what fails, for want of sensible answers, is taken back."""
    if walker.process.is_ended:
        return
    before = walker.process.dump()
    try:
        if doing == "move":
            walker.do("wait", 0, {})
            move_one(walker.process.modifying, number)
        else:
            walker.do(doing, number, values)
    except StepFailed:
        walker.process = RunningProcess.load(walker.library, walker.process_id, before, walker.host)


def move_one(modifying, number):
    pairs = [(at, to) for at in modifying.places for to in modifying.targets(at)]
    if pairs:
        modifying.move(*pairs[number % len(pairs)])
