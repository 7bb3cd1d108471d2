from engine.definitions.bundle import Bundle
from engine.definitions.comparison import Change, Weight
from tests.engine.definitions.comparison.pairs import Kind, bundle, compared, found
from tests.engine.definitions.writing import (
    end,
    flow,
    gateway,
    notice,
    one_task,
    path,
    process,
    start,
    sub_process,
    user_task,
)


def chain(*elements, ids):
    return bundle(process(start(), *elements, end(), path("Begin", *ids, "Finish")))


TASK = user_task("Task_A")


def test_a_new_step_says_for_whom():
    new = chain(TASK, user_task("Task_B", side="receiving"), ids=("Task_A", "Task_B"))
    one = next(d for d in found(bundle(), new, Kind.FLOW) if d.aspect == "presence")
    assert (
        one.sentence
        == "New step: “Do Task_B” (for the receiving agency, with the form “Form A” (A))."
    )
    assert one.change is Change.ADDED
    assert set(one.touched_new) == {"Task_B", "Task_A_to_Task_B", "Task_B_to_Finish"}


def test_a_notice_that_is_gone_says_whom_it_told():
    old = chain(TASK, notice("Tell"), ids=("Task_A", "Tell"))
    one = next(
        d for d in found(old, chain(TASK, ids=("Task_A",)), Kind.FLOW) if d.aspect == "presence"
    )
    assert one.sentence == "The notice “Tell Tell” is gone (to line managers of both agencies)."


def test_a_meeting_point_of_ways_changes_nothing():
    old = chain(TASK, gateway("Merge"), ids=("Task_A", "Merge"))
    differences = found(old, chain(TASK, ids=("Task_A",)), Kind.FLOW)
    assert {one.weight for one in differences} == {Weight.DRAWING}


def test_a_step_under_a_new_id_is_probably_the_same():
    new = chain(
        user_task("Activity_0x1").replace("Do Activity_0x1", "Do Task_A"), ids=("Activity_0x1",)
    )
    differences = found(chain(TASK, ids=("Task_A",)), new, Kind.FLOW)
    (one,) = [d for d in differences if d.aspect == "id"]
    assert "is probably the same step under a new id (Activity_0x1, before Task_A)" in one.sentence
    assert one.weight is Weight.CONSEQUENCE
    assert len(differences) == 1


def test_another_name_under_a_new_id_is_another_step():
    new = chain(user_task("Activity_0x1"), ids=("Activity_0x1",))
    differences = found(chain(TASK, ids=("Task_A",)), new, Kind.FLOW)
    assert [d.change for d in differences if d.aspect == "presence"] == [
        Change.REMOVED,
        Change.ADDED,
    ]


def test_a_step_of_another_type():
    new = one_task(TASK.replace("bpmn:userTask", "bpmn:manualTask"))
    one = next(d for d in found(bundle(), bundle(new), Kind.FLOW) if d.aspect == "type")
    assert "is now an element (manualTask, before userTask)" in one.sentence


def test_a_step_that_now_stands_inside_a_part():
    inside = sub_process("Part", start("S"), TASK, end("E"), path("S", "Task_A", "E"))
    new = bundle(process(start(), inside, end(), path("Begin", "Part", "Finish")))
    one = next(d for d in found(bundle(), new, Kind.FLOW) if d.aspect == "frame")
    assert one.new == "inside the part “Part Part”"


def test_a_whole_process_is_told_once():
    more = process(
        start("B2"), user_task("Task_C"), end("E2"), path("B2", "Task_C", "E2"), id_="called"
    )
    comparison = compared(bundle(), Bundle({**bundle().files, "called.bpmn": more}))
    of_flow = [d for d in comparison.differences if d.kind is Kind.FLOW]
    assert [d.sentence for d in of_flow] == ["New procedure “Test” (called), with 3 elements."]


def test_a_flow_to_nowhere_is_no_trouble():
    broken = one_task(more=flow("Task_A", "Nowhere"))
    assert compared(bundle(), bundle(broken)).differences
    assert compared(bundle(broken), bundle()).differences


def test_a_new_step_stands_in_the_summary():
    new = chain(TASK, user_task("Task_B"), ids=("Task_A", "Task_B"))
    assert any(
        words.startswith("New: the step “Do Task_B”") for words in compared(bundle(), new).summary
    )
