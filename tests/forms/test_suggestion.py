"""Suggested answers: always valid, with as little as possible in them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.suggestion import NoSuggestion, suggest_answers
from forms.validation import validate_answers
from tests.forms.examples import CONTEXT, FUNCTIONS, NAMES, example, form_of, options, question
from tests.forms.generated import forms

REQUIRED = {"required": True}


def suggest(form, **overrides):
    return suggest_answers(form, overrides, CONTEXT, FUNCTIONS)


@pytest.mark.parametrize("name", NAMES)
def test_suggested_answers_are_valid(name):
    form = example(name)
    answers = suggest(form)
    assert validate_answers(form, answers, CONTEXT, FUNCTIONS) == answers


@given(forms())
@settings(max_examples=300)
def test_suggested_answers_to_any_form_are_valid(form):
    answers = suggest(form)
    assert validate_answers(form, answers, CONTEXT, FUNCTIONS) == answers


def test_optional_questions_stay_unanswered():
    answers = suggest(example("disagreement"))
    assert {"other_agencies", "notes"}.isdisjoint(answers)


def test_what_is_given_stands_and_conditions_follow():
    form = example("disagreement")
    resolved = suggest(form, outcome="resolved")
    assert {"agreed_action", "agreed_by"} <= resolved.keys()
    assert "next_step" not in resolved
    other = suggest(form, outcome="not_resolved", why_not="other")
    assert {"why_not_words", "next_step"} <= other.keys()
    assert suggest(form, child_ref="ABC-1")["child_ref"] == "ABC-1"


def test_a_rule_leads_to_another_option():
    assert suggest(example("disagreement"))["receiving_agency"] == "reading-council"


def test_the_default_of_the_form_comes_first():
    answers = suggest(example("meeting"))
    assert answers["starts_at"] == "2026-08-29T09:00:00+00:00"
    assert answers["independent"] == "yes"


@pytest.mark.parametrize(
    "pattern",
    [
        "^[A-Z]{2}-[0-9]{4}$",
        "^(yes|no)$",
        "^\\d{3} ?\\d{4}$",
        "^(?!000)[0-9]{3}$",
        "x+y*z?",
        "^.{3,}$",
    ],
)
def test_a_pattern_leads_to_a_text_that_fits_it(pattern):
    form = form_of(question(validate={"required": True, "pattern": pattern}))
    assert suggest(form)["a"]


def test_what_is_given_and_wrong_is_told():
    with pytest.raises(NoSuggestion, match="from the list"):
        suggest(example("disagreement"), outcome="won")


def test_a_choice_without_options_cannot_be_suggested():
    form = form_of(question("radio", valuesKey="nothing", validate=REQUIRED))
    with pytest.raises(NoSuggestion, match="Select an answer"):
        suggest(form)


def test_a_rule_that_never_holds_ends_the_search():
    form = form_of(
        question(
            "radio",
            values=options(*"abcdefgh"),
            validate=REQUIRED,
            properties={"rule": "=false", "ruleMessage": "Never"},
        )
    )
    with pytest.raises(NoSuggestion, match="Never"):
        suggest(form)


@given(st.sampled_from(["resolved", "meeting", "not_resolved"]), st.booleans())
def test_suggestions_follow_any_path(outcome, wants_call):
    form = example("disagreement")
    answers = suggest(form, outcome=outcome, wants_call=wants_call)
    assert ("call_number" in answers) is wants_call
    assert ("agreed_by" in answers) is (outcome == "resolved")
