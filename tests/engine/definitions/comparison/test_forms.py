import pytest

from engine.definitions.bundle import Bundle
from engine.definitions.comparison import Change, Weight
from tests.engine.definitions.comparison.pairs import (
    Kind,
    bundle,
    compared,
    field,
    found,
    only,
    with_form,
)
from tests.engine.definitions.writing import form, one_task, user_task

CHOICE = {
    "type": "radio",
    "id": "f2",
    "key": "choice",
    "label": "Which?",
    "values": [{"value": "a", "label": "This"}, {"value": "b", "label": "That"}],
}


def test_a_new_question():
    one = only(with_form(field()), with_form(field(), CHOICE), Kind.FORMS)
    assert (one.change, one.place.id) == (Change.ADDED, "A.choice")
    assert one.sentence == (
        "The form “Form A” (A) now also asks “Which?” (may be left empty; answers: “This” or "
        "“That”)."
    )
    assert one.touched_new == ("Task_A",)


def test_a_question_that_is_gone_stands_in_the_summary():
    summary = compared(with_form(field(), CHOICE), with_form(field())).summary
    assert "1 question is no longer asked: “Which?”." in summary


@pytest.mark.parametrize(
    ("members", "aspect", "weight"),
    [
        ({"label": "Your words"}, "label", Weight.WORDING),
        ({"description": "Few."}, "hint", Weight.WORDING),
        ({"type": "textarea"}, "type", Weight.CONSEQUENCE),
        ({"validate": {"required": True}}, "required", Weight.CONSEQUENCE),
        ({"validate": {"maxLength": 20}}, "max_length", Weight.CONSEQUENCE),
        ({"conditional": {"hide": '=choice = "a"'}}, "hide", Weight.CONSEQUENCE),
        ({"properties": {"visibleTo": "own agency"}}, "visible_to", Weight.CONSEQUENCE),
        ({"properties": {"errorName": "your words"}}, "error_name", Weight.WORDING),
        ({"properties": {"setsCase": "yes"}}, "property:setsCase", Weight.CONSEQUENCE),
        ({"properties": {"variable": "no"}}, "is_variable", Weight.CONSEQUENCE),
    ],
)
def test_what_differs_of_a_question(members, aspect, weight):
    differences = found(with_form(field(), CHOICE), with_form(field(**members), CHOICE), Kind.FORMS)
    one = next(one for one in differences if one.aspect == aspect)
    assert one.weight is weight
    assert one.place.id == "A.words"
    assert "S0-01" in one.clauses


def test_a_condition_is_said_with_labels():
    hidden = field(conditional={"hide": '=choice = "a"'})
    one = only(with_form(field(), CHOICE), with_form(hidden, CHOICE), Kind.FORMS)
    assert one.sentence == (
        "In the form “Form A” (A), for “Words”, when it is left out is now: “Which?” is answered "
        "“This” (before: nothing)."
    )


def test_options():
    new = CHOICE | {
        "values": [{"value": "b", "label": "The other"}, {"value": "c", "label": "Neither"}]
    }
    said = [one.sentence for one in found(with_form(CHOICE), with_form(new), Kind.FORMS)]
    assert any("can no longer be answered with “This”" in words for words in said)
    assert any("the answer “That” to “Which?” now reads “The other”" in words for words in said)
    assert any("can now be answered with “Neither”" in words for words in said)


def test_who_reads_it_is_said_in_words():
    new = field(properties={"visibleTo": "case+bm"})
    one = only(with_form(field()), with_form(new), Kind.FORMS)
    assert (one.old, one.new) == ("both sides", "both sides and the Business Manager")


def test_a_question_under_a_new_key_is_probably_the_same():
    differences = found(with_form(field()), with_form(field(key="other")), Kind.FORMS)
    (one,) = [one for one in differences if one.aspect == "key"]
    assert "probably the same question under a new key (other, before words)" in one.sentence


def test_another_order_is_words_only():
    one = only(with_form(field(), CHOICE), with_form(CHOICE, field()), Kind.FORMS)
    assert (one.aspect, one.weight) == ("order", Weight.WORDING)


def test_another_form_at_a_step():
    new = bundle(one_task(user_task("Task_A", form="B")), **{"forms__B.form": form(key="B")})
    differences = found(bundle(), new, Kind.FORMS)
    assert {one.aspect for one in differences} == {"formKey", "presence"}
    assert any("now shows the form “Form B” (B)" in one.sentence for one in differences)


def test_a_form_that_is_gone():
    files = {path: content for path, content in bundle().files.items() if path != "forms/A.form"}
    one = only(bundle(), Bundle(files), Kind.FORMS)
    assert one.sentence == "The form “Form A” (A) is gone, with 1 question: “Words”."


def test_a_question_that_now_stands_in_a_group_that_may_be_left_out():
    group = {"type": "group", "id": "g", "label": "More", "components": [field()]}
    hidden = group | {"conditional": {"hide": '=choice = "a"'}}
    differences = found(with_form(CHOICE, field()), with_form(CHOICE, hidden), Kind.FORMS)
    one = next(one for one in differences if one.aspect == "group")
    assert (one.old, one.new) == ("no group", "the group “More”")
    assert one.weight is Weight.CONSEQUENCE
