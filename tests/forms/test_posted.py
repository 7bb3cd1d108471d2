"""From answers to HTML to a form post and back: nothing is lost or changed on the way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from forms.errors import AnswersRefused
from forms.posted import read_posted
from forms.rendering import render_form
from forms.suggestion import suggest_answers
from forms.validation import validate_answers
from tests.forms.browser import post
from tests.forms.examples import CONTEXT, FUNCTIONS, NAMES, example, form_of, question
from tests.forms.generated import answers_to, forms


def outcome(form, answers):
    """Return what becomes of answers: the tidy ones, or the messages."""
    try:
        return validate_answers(form, answers, CONTEXT, FUNCTIONS)
    except AnswersRefused as refused:
        return {(error.key, error.message) for error in refused.errors}


def through_the_browser(form, answers):
    shown = render_form(form, answers, context=CONTEXT, functions=FUNCTIONS)
    return read_posted(form, post(shown))


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_go_through_the_browser(name):
    form = example(name)
    answers = suggest_answers(form, {}, CONTEXT, FUNCTIONS)
    assert validate_answers(form, through_the_browser(form, answers), CONTEXT, FUNCTIONS) == answers


@given(st.data())
@settings(max_examples=400)
def test_any_submission_fares_the_same_through_the_browser(data):
    form = data.draw(forms())
    answers = data.draw(answers_to(form))
    assert outcome(form, through_the_browser(form, answers)) == outcome(form, answers)


anything = st.sampled_from(["", "31", "x", "may", " 2026 ", "<b>", "1.5", "02"])
TYPED = {
    "radio": st.sampled_from(["", "a", "b"]),
    "select": st.sampled_from(["", "a", "b"]),
    "checkbox": st.sampled_from(["", "true"]),
    "checklist": st.just("reading-school"),
}


@given(st.data())
@settings(max_examples=100)
def test_what_is_shown_again_is_what_was_typed(data):
    form = data.draw(forms())
    typed = {
        name: data.draw(TYPED.get(form.field(key).type, anything))
        for key in form.questions
        for name in (key, *(f"{key}-{part}" for part in ("day", "month", "year", "hour", "minute")))
    }
    answers = read_posted(form, MultiDict(typed))
    assert outcome(form, through_the_browser(form, answers)) == outcome(form, answers)


def test_nothing_typed_is_nothing():
    form = example("disagreement")
    assert read_posted(form, MultiDict()) == {"told_manager": False, "wants_call": False}
    blank = post(render_form(form, {"wants_call": False}, context=CONTEXT, functions=FUNCTIONS))
    assert read_posted(form, blank) == {"told_manager": False, "wants_call": False}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("5", 5),
        (" 5 ", 5),
        ("1,000", 1000),
        ("−3", -3),
        ("2.50", 2.5),
        ("five", "five"),
        ("1e9", "1e9"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed, read):
    assert read_posted(form_of(question("number")), MultiDict({"a": typed})) == {"a": read}


def moment(**parts):
    return MultiDict({f"a-{name}": value for name, value in parts.items()})


@pytest.mark.parametrize(
    ("parts", "read"),
    [
        ({"day": "5", "month": "3", "year": "2026"}, "2026-03-05"),
        ({"day": " 05 ", "month": "March", "year": "2026"}, "2026-03-05"),
        ({"day": "5", "month": "sept", "year": "2026"}, "2026-09-05"),
        ({"day": "31", "month": "2", "year": "2026"}, {"day": "31", "month": "2", "year": "2026"}),
        ({"day": "5", "month": "", "year": "2026"}, {"day": "5", "month": "", "year": "2026"}),
    ],
)
def test_a_date_is_put_together_or_kept_as_typed(parts, read):
    form = form_of(question("datetime", subtype="date"))
    assert read_posted(form, moment(**parts)) == {"a": read}


def test_a_date_time_is_london_time():
    form = form_of(question("datetime", subtype="datetime"))
    posted = moment(day="28", month="8", year="2026", hour="16", minute="5")
    assert read_posted(form, posted) == {"a": "2026-08-28T16:05"}
    assert outcome(form, read_posted(form, posted)) == {"a": "2026-08-28T15:05:00+00:00"}


def test_a_time_that_the_clocks_skipped_is_shown_again_as_typed():
    form = form_of(question("datetime", subtype="datetime"))
    posted = moment(day="29", month="3", year="2026", hour="01", minute="30")
    typed = read_posted(form, posted)
    assert typed == {"a": {"day": "29", "month": "3", "year": "2026", "hour": "01", "minute": "30"}}
    assert through_the_browser(form, typed) == typed


def test_a_readonly_field_is_not_read():
    form = example("meeting")
    assert "reference" not in read_posted(form, MultiDict({"reference": "forged"}))
