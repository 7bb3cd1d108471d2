"""What names in expressions mean: questions, and how answers to them read."""

from engine.definitions.subject import read_subject
from forms.feel.words import condition_in_words
from forms.vocabulary import in_plain_words, vocabulary_of
from tests.support.engine import berkshire_bundle

SAYS = 's2_outcome = "resolved"'


def both():
    forms = read_subject(berkshire_bundle().files).forms
    return vocabulary_of([forms["BRK-S1"], forms["BRK-S2"]])


def test_two_questions_of_the_same_words_are_told_apart_by_their_forms():
    words = condition_in_words(SAYS, both())
    assert words.startswith("“Is it resolved?” (form “Next managerial level or safeguarding lead”)")


def test_on_its_own_form_a_question_needs_no_title():
    assert condition_in_words(SAYS, both().on_form("BRK-S2")) == (
        "“Is it resolved?” is answered “Yes”"
    )


def test_what_a_called_process_is_handed_over_is_asked_by_no_form():
    assert both().is_asked("s2_outcome")
    assert not both().without(["s2_outcome"]).is_asked("s2_outcome")


def test_names_in_plain_words():
    assert in_plain_words("child_status") == "child status"
    assert in_plain_words("a + b_c") == "a + b_c"
