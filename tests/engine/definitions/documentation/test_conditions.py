"""Conditions as people would say them; what has no plain words stays as it is written."""

import pytest

from engine.definitions.documentation.conditions import asked_when, condition_in_words
from engine.definitions.documentation.vocabulary import vocabulary_of
from engine.definitions.subject import read_subject
from tests.support.engine import berkshire_bundle


@pytest.fixture(scope="module")
def vocabulary():
    forms = read_subject(berkshire_bundle().files).forms
    return vocabulary_of(
        [forms["BRK-S3"], forms["DANGER"], forms["RECORD"]], {"all_say_so": "x = 1"}
    )


AGREED = "“Did you reach a consensus or agreement?”"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('s3_outcome = "resolved"', f"{AGREED} is answered “Yes”"),
        ('s3_outcome != "resolved"', f"{AGREED} is not answered “Yes”"),
        ('not(s3_outcome = "resolved")', f"{AGREED} is not answered “Yes”"),
        (
            's3_outcome = "resolved" or s3_outcome = "not_resolved"',
            f"{AGREED} is answered “Yes” or “No, it goes to the departmental heads”",
        ),
        (
            'child_safe_now in ["no", "unknown"]',
            "“Is the child safe now?” is answered “No” or “unknown”",
        ),
        ("s3_outcome = null", f"{AGREED} is not answered"),
        ("s3_outcome != null", f"{AGREED} is answered"),
        ('some_fact = "other_route"', "“some fact” is “other route”"),
        ("some_fact = true", "“some fact” is so"),
        (
            'every r in records satisfies r.confirms_outcome = "yes"',
            "for every agency, “Is this what was agreed or decided?” is answered “Yes”",
        ),
        (
            'list contains(present_roles, "raising")',
            "“Who took part?” includes “Senior manager of the agency that raised it”",
        ),
        (
            'a = "x" and (b = "y" or c = "z")',
            "“a” is “x” and (“b” is “y” or “c” is “z”)",
        ),
        ("count(records) > 2", "count(records) > 2"),
        ("this is not FEEL (", "this is not FEEL ("),
        ("all_say_so = true", "x = 1"),
    ],
)
def test_a_condition_in_words(vocabulary, source, words):
    assert condition_in_words(source, vocabulary) == words


@pytest.mark.parametrize(
    ("hide", "words"),
    [
        ('s3_outcome != "resolved"', f"Only if {AGREED} is answered “Yes”"),
        ('s3_outcome = "resolved"', f"Only if {AGREED} is not answered “Yes”"),
        ('a = null or not(list contains(a, "b"))', "Only if “a” is known and “a” includes “b”"),
        ("count(a) > 2", "Not if count(a) > 2"),
    ],
)
def test_when_a_question_is_asked(vocabulary, hide, words):
    assert asked_when(hide, vocabulary) == words


def test_two_questions_of_the_same_words_are_told_apart_by_their_forms():
    forms = read_subject(berkshire_bundle().files).forms
    both = vocabulary_of([forms["BRK-S1"], forms["BRK-S2"]], {})
    words = condition_in_words('s2_outcome = "resolved"', both)
    assert words.startswith("“Is it resolved?” (form “Next managerial level or safeguarding lead”)")
    assert condition_in_words('s2_outcome = "resolved"', both.on_form("BRK-S2")) == (
        "“Is it resolved?” is answered “Yes”"
    )
