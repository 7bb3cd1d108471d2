"""Expressions in plain English."""

import pytest

from forms.feel.words import expression_in_words


class Labels:
    def question(self, name):
        return {"s1_outcome": "Is it resolved?", "agreed": "Agreed until"}.get(name, "")

    def option(self, name, value):
        return {("s1_outcome", "resolved"): "Yes, resolved"}.get((name, value), "")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('s1_outcome = "resolved"', "“Is it resolved?” is “Yes, resolved”"),
        ('s1_outcome != "other"', "“Is it resolved?” is not “other”"),
        ("s1_outcome = null", "“Is it resolved?” has no answer"),
        ("s1_outcome != null", "“Is it resolved?” has an answer"),
        ("agreed < now()", "“Agreed until” is less than now"),
        ('a = "x" and (b = "y" or c = true)', "a is “x” and (b is “y” or c is true)"),
        ("not(a = 1)", "not (a is 1)"),
        ("list contains(agencies, agency)", "agencies contains agency"),
        ("working day deadline(now(), 1)", "1 working day"),
        ("working day deadline(agreed, 2)", "2 working days after “Agreed until”"),
        ('some r in records satisfies r.x = "no"', "for at least one of records, r.x is “no”"),
        ('records[x = "no"].agency', "records where x is “no”.agency"),
        ('if a = 1 then "b" else "c"', "“b” if a is 1, otherwise “c”"),
    ],
)
def test_words(source, words):
    assert expression_in_words(source, Labels()) == words


@pytest.mark.parametrize(
    "source", ["{a: 1}", "for i in 1..3 return i", "not an (expression", "a" * 3_000]
)
def test_what_has_no_words_stays_as_it_is_written(source):
    assert expression_in_words(source, Labels()) == source
