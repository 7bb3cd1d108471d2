from engine.definitions.comparison import Weight
from tests.engine.definitions.comparison.pairs import Kind, bundle, found, only
from tests.engine.definitions.writing import (
    PROCEDURE,
    element,
    end,
    lane,
    one_task,
    path,
    process,
    start,
    user_task,
)

OTHER_ROLES = PROCEDURE.replace(b'"practitioner"', b'"line-manager; safeguarding-lead"')


def test_other_roles_of_a_lane_name_the_steps():
    one = only(bundle(), bundle(procedure=OTHER_ROLES), Kind.ROLES)
    assert one.sentence == (
        "Steps in the lane “Staff” are now for line managers or safeguarding leads (before: "
        "practitioners). It concerns “Do Task_A”."
    )
    assert one.weight is Weight.CONSEQUENCE


def two_lanes(second):
    members = [("Begin", "Finish"), ("Task_A",)] if second else [("Begin", "Task_A", "Finish"), ()]
    lanes = "".join(
        lane(*of, id_=id_) for of, id_ in zip(members, ("Lane_Staff", "Lane_B"), strict=True)
    )
    parts = (start(), user_task("Task_A"), end(), path("Begin", "Task_A", "Finish"))
    return bundle(process(element("laneSet", lanes, id="set"), *parts))


def test_a_step_in_another_lane_is_for_other_people():
    one = only(two_lanes(second=False), two_lanes(second=True), Kind.ROLES)
    assert (one.aspect, one.weight) == ("lane", Weight.CONSEQUENCE)
    assert one.old == "“Staff” (practitioners)"


def test_a_lane_that_was_drawn_anew_is_the_same_by_its_name():
    old, new = one_task(), one_task().replace(b"Lane_Staff", b"Lane_0x1")
    procedure = PROCEDURE.replace(b"Lane_Staff", b"Lane_0x1")
    one = only(bundle(old), bundle(new, procedure=procedure), Kind.ROLES)
    assert (one.aspect, one.weight) == ("id", Weight.DRAWING)


def test_a_step_for_one_person():
    named = bundle(one_task(user_task("Task_A", assignee="=words")))
    one = only(bundle(), named, Kind.ROLES)
    assert one.sentence == "The step “Do Task_A” is now for “Words” (before: nobody in particular)."


def test_a_lane_without_steps_is_words_only():
    gone = found(two_lanes(second=False), bundle(), Kind.ROLES)
    assert {one.weight for one in gone} == {Weight.WORDING}
