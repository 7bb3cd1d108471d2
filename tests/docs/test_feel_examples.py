"""docs/feel.md: each example gives what the page says, and no construct is left out."""

import json
from datetime import UTC, datetime

import pytest
from lark import Lark

from engine.calendar import Calendar
from engine.clock import LONDON
from engine.runtime.host import EngineHost
from forms.feel import HOST_FUNCTIONS, KEYWORDS, FeelError, parse_expression
from forms.feel.budget import STEPS
from forms.feel.components import _DATE, _DURATION, _TIME
from forms.feel.expression import MAX_LENGTH
from forms.feel.functions import FUNCTIONS
from forms.feel.grammar import grammar
from forms.feel.values import MAX_DEPTH
from tests.docs.pages import blocks, code, read_page, rows

PAGE = read_page("docs/feel.md")
EXAMPLES = [(code(row[0]), code(row[1])) for row in rows(PAGE, "expression", "gives")]
REFUSED = [(code(row[0]), row[1]) for row in rows(PAGE, "expression", "why")]
ANSWERS = json.loads(blocks(PAGE, "json")[0])
FRIDAY = datetime(2026, 8, 28, 16, 0, tzinfo=LONDON).astimezone(UTC)
GRAMMAR = grammar()


def work_out(expression):
    host = EngineHost(FRIDAY, Calendar(), {"7": "reading-school"}.get)
    return parse_expression(expression).evaluate(ANSWERS, host.functions())


@pytest.mark.parametrize(("expression", "result"), EXAMPLES)
def test_an_example_gives_what_the_page_says(expression, result):
    ours, expected = work_out(expression), work_out(result)
    assert ours == expected
    assert isinstance(ours, bool) is isinstance(expected, bool)


@pytest.mark.parametrize(("expression", "why"), REFUSED)
def test_what_the_page_calls_refused_is_refused_in_these_words(expression, why):
    with pytest.raises(FeelError) as refused:
        work_out(expression)
    assert str(refused.value) == why


def test_every_construct_of_the_grammar_has_an_example():
    parser = Lark(GRAMMAR, parser="lalr", maybe_placeholders=True)
    named = {str(rule.alias) for rule in parser.rules if rule.alias}
    used = {str(tree.data) for text, _ in EXAMPLES for tree in parser.parse(text).iter_subtrees()}
    assert named
    assert named - used == set()


def test_every_function_has_an_example():
    called = " ".join(text for text, _ in EXAMPLES)
    assert [name for name in (*FUNCTIONS, *HOST_FUNCTIONS) if f"{name}(" not in called] == []


def test_every_part_of_a_date_has_an_example():
    used = " ".join(text for text, _ in EXAMPLES) + " "
    assert [name for name in (*_DATE, *_TIME, *_DURATION) if f".{name} " not in used] == []


def test_every_word_of_the_language_and_every_bound_is_named():
    for word in KEYWORDS:
        assert f"`{word}`" in PAGE
    for bound in (f"{MAX_LENGTH:,} characters", f"{MAX_DEPTH} deep", f"{STEPS:,} steps"):
        assert bound in PAGE
