from engine.definitions.comparison import Weight
from tests.engine.definitions.comparison.pairs import Kind, bundle, only
from tests.engine.definitions.writing import element, one_task, user_task


def test_another_name():
    new = one_task(user_task("Task_A").replace("Do Task_A", "Talk"))
    one = only(bundle(), bundle(new), Kind.TEXTS)
    assert one.sentence == "The step “Do Task_A” is now called “Talk”."
    assert one.weight is Weight.WORDING


def test_another_explanation():
    new = one_task(user_task("Task_A", inner=element("documentation", "Talk first.")))
    one = only(bundle(), bundle(new), Kind.TEXTS)
    assert (one.aspect, one.new) == ("documentation", "Talk first.")


def test_a_note_in_the_drawing():
    note = element("textAnnotation", element("text", "Mind the child"), id="Note")
    one = only(bundle(), bundle(one_task(more=note)), Kind.TEXTS)
    assert one.sentence == "New note: “Mind the child”."
    other = note.replace("Mind", "Remember")
    one = only(bundle(one_task(more=note)), bundle(one_task(more=other)), Kind.TEXTS)
    assert one.sentence == "The note now says “Remember the child” (before: “Mind the child”)."
