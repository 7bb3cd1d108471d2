from tests.engine.definitions.comparison.pairs import Kind, bundle, only
from tests.engine.definitions.writing import one_task, user_task


def test_another_agency_does_it():
    new = bundle(one_task(user_task("Task_A", side="raising")))
    one = only(bundle(), new, Kind.SIDES)
    assert one.sentence == (
        "The step “Do Task_A” is now for the raising agency (before: both agencies together)."
    )


def test_when_the_others_may_read_it():
    new = bundle(one_task(user_task("Task_A", readable="after own")))
    one = only(bundle(), new, Kind.SIDES)
    assert one.new == "when they have written their own part"
