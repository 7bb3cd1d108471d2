import pytest

from forms.editing.members import MEMBERS
from forms.editing.typed import TypedWrong, name_from, read_options, set_member, show_member


def member(path):
    return next(one for one in MEMBERS if one.path == path)


@pytest.mark.parametrize(
    ("path", "typed", "expected"),
    [
        ("label", " Why? ", {"label": "Why?"}),
        ("validate.required", "yes", {"validate": {"required": True}}),
        ("validate.maxLength", "1,500", {"validate": {"maxLength": 1500}}),
        ("validate.min", "-2.5", {"validate": {"min": -2.5}}),
        ("properties.visibleTo", "own agency", {"properties": {"visibleTo": "own agency"}}),
        (
            "values",
            "yes: Yes\nNot yet, wait",
            {
                "values": [
                    {"value": "yes", "label": "Yes"},
                    {"value": "not_yet_wait", "label": "Not yet, wait"},
                ]
            },
        ),
    ],
)
def test_what_is_typed_is_set(path, typed, expected):
    component = {}
    set_member(component, member(path), typed)
    assert component == expected
    assert show_member(component, member(path)).replace("not_yet_wait: ", "") == (
        typed.strip().replace(",500", "500")
    )


def test_nothing_typed_takes_a_member_away():
    component = {"label": "A", "validate": {"required": True, "maxLength": 5}}
    set_member(component, member("validate.required"), "")
    set_member(component, member("label"), " ")
    assert component == {"validate": {"maxLength": 5}}


def test_what_was_not_changed_keeps_its_exact_value():
    component = {"description": "A hint \n", "decimalDigits": 0}
    set_member(component, member("description"), "A hint")
    set_member(component, member("decimalDigits"), "0")
    assert component == {"description": "A hint \n", "decimalDigits": 0}


@pytest.mark.parametrize(
    ("path", "typed", "words"),
    [
        ("validate.maxLength", "many", "Most characters must be a whole number"),
        ("validate.maxLength", "1.5", "must be a whole number"),
        ("validate.max", "a lot", "Largest number must be a number"),
        ("values", "yes: Yes\nyes: Oh yes", "Two answers are kept as “yes”"),
        ("values", ": Yes", "needs a short name"),
        ("values", "yes:", "needs a short name"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(path, typed, words):
    with pytest.raises(TypedWrong, match=words):
        set_member({}, member(path), typed)


def test_labels_may_have_colons():
    assert read_options("a: First: the worst") == [{"value": "a", "label": "First: the worst"}]


def test_names_are_made_of_words():
    assert name_from("Who’s there?") == "whos_there"
    assert name_from("?") == "answer"
    assert len(name_from("long " * 50)) <= 60
