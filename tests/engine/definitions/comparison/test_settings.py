from engine.definitions.comparison import Weight
from tests.engine.definitions.comparison.pairs import Kind, bundle, found, only
from tests.engine.definitions.writing import multi_instance, one_task, user_task


def test_a_step_for_each_of_a_list():
    new = bundle(one_task(user_task("Task_A", inner=multi_instance())))
    names = {one.aspect for one in found(bundle(), new, Kind.FLOW)}
    assert "multiInstanceLoopCharacteristics/collection" in names


def test_any_other_property_is_shown_as_it_is():
    new = bundle(one_task(user_task("Task_A", colour="red")))
    one = only(bundle(), new, Kind.FLOW)
    assert one.sentence == (
        "Of the step “Do Task_A”, the setting “colour” differs: now red (before: nothing)."
    )
    assert one.weight is Weight.CONSEQUENCE
