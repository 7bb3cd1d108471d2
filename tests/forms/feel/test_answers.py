"""What expressions come to: by our table, and by feelin, the oracle."""

import math

import pytest
from hypothesis import given, settings

from forms.feel import parse_expression
from tests.forms.feel.expressions import NAMES, expressions
from tests.forms.feel.oracle import plain
from tests.forms.feel.table import CONTEXT, DIFFERENCES, TABLE


@pytest.mark.parametrize(("expression", "expected"), TABLE)
def test_an_expression_has_the_answer_of_the_table(expression, expected):
    answer = parse_expression(expression).evaluate(CONTEXT)
    assert answer == expected
    assert type(answer) is type(expected) or isinstance(answer, int | float)


def test_feelin_has_the_answers_of_the_table_too(oracle):
    answers = {text: oracle.evaluate(text, CONTEXT).get("value") for text, _ in TABLE}
    differing = {text: answers[text] for text, ours in TABLE if answers[text] != ours}
    assert differing == {}


@pytest.mark.parametrize(("expression", "ours", "theirs", "why"), DIFFERENCES)
def test_where_we_differ_from_feelin_is_known(oracle, expression, ours, theirs, why):
    assert parse_expression(expression).evaluate(CONTEXT) == ours, why
    assert oracle.evaluate(expression, CONTEXT).get("value") == theirs, why


@given(expression=expressions)
@settings(max_examples=500)
def test_feelin_agrees_on_expressions_that_nobody_wrote(oracle, expression):
    theirs = oracle.evaluate(expression, NAMES)
    assert "refused" not in theirs
    assert agree(plain(parse_expression(expression).evaluate(NAMES)), theirs["value"])


def agree(ours, theirs):
    """Compare values; floating point may differ in the last digit."""
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(agree, ours, theirs))
    if isinstance(ours, bool) or isinstance(theirs, bool) or not isinstance(ours, int | float):
        return ours == theirs
    return theirs is not None and math.isclose(ours, theirs, rel_tol=1e-12)
