"""Expressions as people would say them; what has no plain words stays as it is written."""

import pytest

from engine.definitions.subject import read_subject
from forms.feel.words import asked_when, condition_in_words, value_in_words
from forms.vocabulary import vocabulary_of
from tests.support.engine import berkshire_bundle


@pytest.fixture(scope="module")
def vocabulary():
    forms = read_subject(berkshire_bundle().files).forms
    circles = {"all_say_so": "x = 1", "round": "about = true", "about": "round = true"}
    return vocabulary_of([forms["BRK-S3"], forms["DANGER"], forms["RECORD"]], circles)


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
        (
            'not(child_safe_now in ["no", "unknown"])',
            "“Is the child safe now?” is not answered “No” or “unknown”",
        ),
        ("s3_outcome = null", f"{AGREED} is not answered"),
        ("s3_outcome != null", f"{AGREED} is answered"),
        ('some_fact = "other_route"', "“some fact” is “other route”"),
        ("some_fact = true", "“some fact” is so"),
        ("some_fact", "“some fact” is so"),
        ("a = b", "“a” is “b”"),
        ("a = 1", "“a” is 1"),
        ('records[x = "no"] = null', "“records” where “x” is “no” is not known"),
        (
            'every r in records satisfies r.confirms_outcome = "yes"',
            "for every agency, “Is this what was agreed or decided?” is answered “Yes”",
        ),
        (
            'some p in present_roles satisfies p = "raising"',
            "for at least one of “Who took part?”, “p” is “raising”",
        ),
        (
            'list contains(present_roles, "raising")',
            "“Who took part?” includes “Senior manager of the agency that raised it”",
        ),
        (
            "not(list contains(agencies, agency of(chair)))",
            "“agencies” does not include the agency of “chair”",
        ),
        (
            'a = "x" and (b = "y" or c = "z")',
            "“a” is “x” and (“b” is “y” or “c” is “z”)",
        ),
        ("not(a > 2 and b)", "it is not so that (“a” is more than 2 and “b” is so)"),
        ("count(records) > 2", "the number of “records” is more than 2"),
        ("agreed < now()", "“agreed” is before now"),
        ("agreed >= today()", "“agreed” is not before today"),
        ("a between 1 and 3", "“a” is between 1 and 3"),
        ("this is not FEEL (", "this is not FEEL ("),
        ("all_say_so = true", "“x” is 1"),
        ("round = true", "“about” is so"),
        ("for i in 1..3 return i", "for i in 1..3 return i"),
    ],
)
def test_a_condition_in_words(vocabulary, source, words):
    assert condition_in_words(source, vocabulary) == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("s3_outcome", AGREED),
        ('"text"', "“text”"),
        ('[1, "b"]', "1, “b”"),
        ("true", "yes"),
        ("null", "no answer"),
        ("working day deadline(now(), 1)", "1 working day"),
        ("working day deadline(agreed, 2)", "2 working days after “agreed”"),
        ("date and time(agreed)", "“agreed”"),
        ('if a = 1 then "b" else "c"', "“b” if “a” is 1, otherwise “c”"),
        ('records[x = "no"].agency', "“agency” of “records” where “x” is “no”"),
        ("records[1]", "records[1]"),
        ("not(a)", "it is not so that “a” is so"),
        ("a + 1", "a + 1"),
        ("{a: 1}", "{a: 1}"),
        ("not an (expression", "not an (expression"),
        ("a" * 3_000, "a" * 3_000),
    ],
)
def test_a_value_in_words(vocabulary, source, words):
    assert value_in_words(source, vocabulary) == words


@pytest.mark.parametrize(
    ("hide", "words"),
    [
        ('s3_outcome != "resolved"', f"Only if {AGREED} is answered “Yes”"),
        ('s3_outcome = "resolved"', f"Only if {AGREED} is not answered “Yes”"),
        ('a = null or not(list contains(a, "b"))', "Only if “a” is known and “a” includes “b”"),
        ("count(a) > 2", "Not if the number of “a” is more than 2"),
        ("no FEEL (", "Not if no FEEL ("),
    ],
)
def test_when_a_question_is_asked(vocabulary, hide, words):
    assert asked_when(hide, vocabulary) == words
