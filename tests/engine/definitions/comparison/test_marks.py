from engine.definitions.comparison import Weight
from engine.definitions.comparison.marks import marks_of
from tests.engine.definitions.comparison.pairs import bundle, compared, field, limited, with_form


def test_what_is_new_or_gone_is_marked_with_its_flows():
    marks = marks_of(compared(bundle(), limited()).differences, set(Weight))
    assert marks.new["Timer_A"] == "added"
    assert marks.new["Timer_A_to_Tell_A"] == "added"
    assert marks.old == {"Task_A": "changed"}


def test_a_form_marks_the_steps_that_show_it():
    comparison = compared(with_form(field()), with_form(field(label="Other")))
    assert marks_of(comparison.differences, set(Weight)).new == {"Task_A": "changed"}
    assert marks_of(comparison.differences, {Weight.CONSEQUENCE}).new == {}
