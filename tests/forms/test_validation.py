"""Answers: what is kept, what is refused, and in which words."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from forms.errors import AnswersRefused
from forms.suggestion import suggest_answers
from forms.validation import schema_for, validate_answers, variables_of
from tests.forms.examples import CONTEXT, FUNCTIONS, NAMES, example, form_of, options, question

REQUIRED = {"required": True}


def valid(name="disagreement", **overrides):
    return suggest_answers(example(name), overrides, CONTEXT, FUNCTIONS)


def check(form, answers, **context):
    return validate_answers(form, answers, {**CONTEXT, **context}, FUNCTIONS)


def messages(form, answers, **context):
    with pytest.raises(AnswersRefused) as refused:
        check(form, answers, **context)
    return {error.key: error.message for error in refused.value.errors}


@pytest.mark.parametrize("name", NAMES)
def test_tidy_answers_stay_as_they_are(name):
    answers = valid(name)
    assert check(example(name), answers) == answers


def test_missing_answers_are_asked_for_in_reading_order():
    with pytest.raises(AnswersRefused) as refused:
        check(example("disagreement"), {"outcome": "resolved"})
    assert [(error.message, error.anchor) for error in refused.value.errors] == [
        ("Enter your case number for the child", "f-child_ref"),
        ("Select an answer to ‘Agency you disagree with’", "f-receiving_agency"),
        ("Enter an answer to ‘Number of children’", "f-children"),
        ("Select an answer to ‘What is it about?’", "f-reasons"),
        ("Enter when the difference became clear", "f-arose_at-day"),
        ("Enter an answer to ‘What was agreed?’", "f-agreed_action"),
        ("Enter an answer to ‘By when?’", "f-agreed_by-day"),
        ("Confirm ‘I have told my line manager’", "f-told_manager"),
    ]


def test_a_hidden_question_is_neither_required_nor_kept():
    answers = valid(outcome="meeting")
    assert "agreed_action" not in answers
    assert check(example("disagreement"), {**answers, "agreed_action": "x"}) == answers


def test_a_question_behind_a_hidden_question_is_hidden_too():
    answers = valid(outcome="meeting")
    kept = check(example("disagreement"), {**answers, "why_not": "other", "why_not_words": "x"})
    assert kept == answers


def test_a_hidden_group_hides_what_is_in_it():
    answers = valid("meeting")
    extra = {"why_not_independent": "Because", "agreed_with_both": "no"}
    assert check(example("meeting"), {**answers, **extra}) == answers
    shown = check(example("meeting"), {**answers, **extra, "independent": "no"})
    assert shown == {**answers, **extra, "independent": "no"}


def test_a_condition_may_read_the_context():
    form = example("disagreement")
    assert "late_reason" not in valid()
    assert messages(form, valid(), late=True) == {
        "late_reason": "Enter an answer to ‘Why is it late?’"
    }


@pytest.mark.parametrize("name", ["raising_agency", "late", "typename", "__proto__", "x" * 500])
def test_an_unknown_key_is_refused_by_name(name):
    with pytest.raises(AnswersRefused, match=name[:60]):
        check(example("disagreement"), {**valid(), name: "x"})


def test_a_heap_of_unknown_keys_is_not_listed_whole():
    with pytest.raises(AnswersRefused) as refused:
        check(example("meeting"), {f"key{number}": 1 for number in range(10_000)})
    assert len(refused.value.errors) == 20


@pytest.mark.parametrize("key", ["child_ref", "reasons", "children", "agreed_by", "told_manager"])
def test_the_key_typename_is_refused_at_any_depth(key):
    for trap in ({"typename": "x"}, [{"a": {"typename": "x"}}], {"day": {"typename": 1}}):
        assert "typename" in messages(example("disagreement"), {**valid(), key: trap})[key]


WRONG = {
    "child_ref": [0, True, [], ["x"], {}, {"a": 1}, [[["x"]]], "\x00abcd", "\ud800abc"],
    "outcome": [0, True, ["x"], {"a": 1}, "\x00", "\ud800abc"],
    "reasons": [0, True, "plan", {"a": 1}, [1], [["plan"]], ["x"] * 1_000],
    "arose_at": [0, 1.5, True, ["x"], {"a": 1}, "\x00", "soon"],
    "children": [1.5, True, [], {}, "1", "\x00"],
    "notes": [0, True, ["x"], {"a": 1}, "\x00", "\ud800"],
}
PAIRS = [(key, value) for key in WRONG for value in (*WRONG[key], "x" * 20_000_000)]


@pytest.mark.parametrize(
    ("key", "value"), PAIRS, ids=lambda one: str(one)[:20].encode("unicode_escape")
)
def test_an_answer_of_a_wrong_type_is_refused_in_words(key, value):
    told = messages(example("disagreement"), {**valid(), key: value})
    assert list(told) == [key]
    assert len(told[key]) < 200


@pytest.mark.parametrize("value", [0, 1, "true", "yes", "on", None, [True]])
def test_a_box_is_ticked_with_true_and_nothing_else(value):
    assert "told_manager" in messages(example("disagreement"), {**valid(), "told_manager": value})


def test_an_optional_box_is_false_when_it_is_not_ticked():
    answers = {key: value for key, value in valid().items() if key != "wants_call"}
    assert check(example("disagreement"), answers)["wants_call"] is False


@pytest.mark.parametrize(
    ("members", "value", "words"),
    [
        ({}, 5.5, "must be a whole number"),
        ({"decimalDigits": 1}, 5.55, "must have 1 decimal places or fewer"),
        ({"validate": {"min": 2}}, 1, "must be 2 or more"),
        ({"validate": {"max": 2}}, 3, "must be 2 or fewer"),
        ({"validate": {"max": 2.5}}, 3, "must be 2.5 or fewer"),
        ({}, "5", "must be a number"),
        ({}, True, "must be a number"),
        ({}, float("nan"), "must be a smaller number"),
        ({}, float("inf"), "must be a smaller number"),
        ({}, 10**400, "must be a smaller number"),
    ],
)
def test_numbers_keep_to_their_limits(members, value, words):
    form = form_of(question("number", **members))
    assert messages(form, {"a": value}) == {"a": f"‘Question a’ {words}"}


@pytest.mark.parametrize(
    ("validate", "value", "words"),
    [
        ({"minLength": 3}, "ab", "must be 3 characters or more"),
        ({"maxLength": 3}, "abcd", "must be 3 characters or fewer"),
        ({}, "x" * 251, "must be 250 characters or fewer"),
        ({"pattern": "^[A-Z]{2}$"}, "ab", "is not in the right format"),
        ({}, "a\x07b", "must only have characters that can be typed"),
    ],
)
def test_texts_keep_to_their_limits(validate, value, words):
    assert messages(form_of(question(validate=validate)), {"a": value}) == {
        "a": f"‘Question a’ {words}"
    }


def test_texts_are_tidied():
    form = form_of(question("textarea", validate={"maxLength": 5}))
    assert check(form, {"a": "  a\r\nb\rc  "}) == {"a": "a\nb\nc"}
    assert check(form, {"a": " \r\n "}) == {}
    assert check(form, {"a": None}) == {}


def test_text_from_a_word_processor_or_slides_is_taken_as_it_looks():
    form = form_of(question("textarea"))
    assert check(form, {"a": "one\x0btwo\u2028three\x0cfour"}) == {"a": "one\ntwo\nthree\nfour"}
    assert check(form, {"a": "co\x1foperate by day\x1ecare"}) == {"a": "cooperate by day-care"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("receiving_agency", "nobody"), ("outcome", "won"), ("reasons", ["plan", "x"])],
)
def test_only_listed_options_can_be_chosen(name, value):
    assert messages(example("disagreement"), {**valid(), name: value})[name].endswith(
        "from the list"
    )


def test_without_a_list_in_the_context_nothing_can_be_chosen():
    assert "receiving_agency" in messages(example("disagreement"), valid(), agency_options=None)


def test_an_option_is_kept_once():
    answers = {**valid(), "reasons": ["plan", "threshold", "plan"]}
    assert check(example("disagreement"), answers)["reasons"] == ["plan", "threshold"]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("2026-08-28T15:00:00+00:00", "2026-08-28T15:00:00+00:00"),
        ("2026-08-28T16:00:00+01:00", "2026-08-28T15:00:00+00:00"),
        ("2026-08-28T15:00:00Z", "2026-08-28T15:00:00+00:00"),
        ("2026-08-28T16:00", "2026-08-28T15:00:00+00:00"),
        ("2026-01-28 16:00", "2026-01-28T16:00:00+00:00"),
        (
            {"day": "28", "month": "aug", "year": "2026", "hour": "16", "minute": "0"},
            "2026-08-28T15:00:00+00:00",
        ),
    ],
)
def test_a_date_time_is_kept_in_utc(value, kept):
    assert check(example("disagreement"), {**valid(), "arose_at": value})["arose_at"] == kept


def test_a_wall_time_that_happened_twice_is_the_earlier():
    form = form_of(question("datetime", subtype="datetime"))
    assert check(form, {"a": "2026-10-25T01:30"}) == {"a": "2026-10-25T00:30:00+00:00"}
    assert check(form, {"a": "2026-10-25T01:30+00:00"}) == {"a": "2026-10-25T01:30:00+00:00"}


def test_a_wall_time_that_never_happened_is_explained():
    form = form_of(question("datetime", subtype="datetime"))
    assert messages(form, {"a": "2026-03-29T01:30"}) == {
        "a": "‘Question a’ must be a time that existed: "
        "the clocks went forward over 01:30 on 29 March 2026"
    }


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-02-30", "must be a real date"),
        ("25/03/2026", "must be a real date"),
        ("2026-03-25T10:00", "must be a real date"),
        ("0026-03-25", "must have a year from 1900 to 2199"),
        (20260325, "must be a real date"),
        ({"day": "1", "month": "", "year": "2026"}, "must include a month"),
        ({"day": "", "month": "", "year": "2026"}, "must include a day and a month"),
        ({"day": "1", "month": "1", "year": "26"}, "must have a year of 4 numbers"),
        ({"day": "x", "month": "1", "year": "2026"}, "must have a day of 1 or 2 numbers"),
        ({"day": "31", "month": "feb", "year": "2026"}, "must be a real date"),
        ({"day": ["1"], "month": {}, "year": "2026"}, "must include a month"),
    ],
)
def test_a_date_that_is_none_is_refused_by_what_is_wrong(value, words):
    form = form_of(question("datetime", subtype="date"))
    assert messages(form, {"a": value}) == {"a": f"‘Question a’ {words}"}


@pytest.mark.parametrize(
    ("subtype", "limits", "value", "words"),
    [
        ("datetime", {"notAfter": "=now()"}, "2026-08-28T16:01", "must be in the past"),
        ("date", {"notAfter": "=today()"}, "2026-08-29", "must be today or in the past"),
        ("date", {"notBefore": "=today()"}, "2026-08-27", "must be today or in the future"),
        ("datetime", {"notBefore": "=now()"}, "2026-08-28T15:59", "must be in the future"),
        (
            "datetime",
            {"notBefore": "=stage_started_at"},
            "2026-08-27T09:59",
            "must be Thu 27 Aug 2026, 10:00 or later",
        ),
        (
            "date",
            {"notAfter": "=stage_started_at"},
            "2026-08-28",
            "must be Thu 27 Aug 2026 or earlier",
        ),
    ],
)
def test_dates_keep_to_limits_from_the_case(subtype, limits, value, words):
    form = form_of(question("datetime", subtype=subtype, properties=limits))
    assert messages(form, {"a": value}) == {"a": f"‘Question a’ {words}"}


@pytest.mark.parametrize(
    ("subtype", "limits", "value"),
    [
        ("datetime", {"notAfter": "=now()"}, "2026-08-28T16:00"),
        ("date", {"notAfter": "=now()"}, "2026-08-28"),
        ("datetime", {"notBefore": "=stage_started_at"}, "2026-08-27T10:00"),
        ("datetime", {"notBefore": "=missing"}, "1999-01-01T10:00"),
        ("datetime", {"notBefore": "=today()"}, "1999-01-01T10:00"),
        ("date", {"notBefore": '="nonsense"'}, "1999-01-01"),
    ],
)
def test_a_limit_includes_its_own_minute_and_an_unknown_limit_is_none(subtype, limits, value):
    form = form_of(question("datetime", subtype=subtype, properties=limits))
    assert check(form, {"a": value})


def test_a_rule_speaks_its_own_words():
    answers = {**valid(), "receiving_agency": "reading-school"}
    assert messages(example("disagreement"), answers) == {
        "receiving_agency": "Select an agency other than your own"
    }


def test_a_rule_waits_for_the_answers_that_it_reads():
    answers = {**valid("meeting"), "starts_at": "never", "ends_at": "2026-09-01T10:00"}
    assert list(messages(example("meeting"), answers)) == ["starts_at"]
    backwards = {**valid("meeting"), "ends_at": "2026-08-28T10:00"}
    assert messages(example("meeting"), backwards) == {"ends_at": "The end must be after the start"}


def test_a_rule_that_is_null_does_not_hold():
    form = form_of(question(properties={"rule": "=a < 5", "ruleMessage": "No"}))
    assert messages(form, {"a": "x"}) == {"a": "No"}


def test_a_readonly_field_takes_no_answer():
    assert "reference" in messages(example("meeting"), {**valid("meeting"), "reference": "other"})
    assert "reference" not in valid("meeting")


def test_only_some_answers_become_variables():
    form = example("disagreement")
    answers = valid(outcome="resolved", notes="Kept", wants_call=True, call_number="0118 496 0000")
    variables = variables_of(form, answers)
    assert "agreed_action" not in variables
    assert "call_number" not in variables
    assert variables["notes"] == "Kept"
    assert variables["outcome"] == "resolved"
    assert variables["agreed_by"] == "2026-08-28"


def test_the_schema_is_compiled_once_and_stands_alone():
    schema = schema_for(example("disagreement"))
    assert schema is schema_for(example("disagreement"))
    assert schema.__name__ == "AnswersDisagreement"
    with pytest.raises(ValidationError) as refused:
        schema().load({"unknown": 1})
    assert refused.value.messages_dict["child_ref"] == ["Enter your case number for the child"]
    assert "agreed_action" not in refused.value.messages_dict
    assert refused.value.messages_dict["unknown"] == ["Unknown field."]


def test_a_form_of_many_conditions_is_checked_at_once():
    form = form_of(
        *(
            question(key=f"k{n}", conditional={"hide": f'=k{n - 1} = "no"'} if n else {})
            for n in range(290)
        )
    )
    assert check(form, {"k0": "no", "k1": "x", "k289": "x"}) == {"k0": "no", "k289": "x"}


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
values = st.recursive(
    scalars | st.dates().map(date.isoformat) | st.datetimes().map(datetime.isoformat),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["day", "month", "year", "typename", "x"]), inner, max_size=4
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(example("disagreement").questions)), values))
def test_any_answers_are_tidied_once_or_refused_at_their_questions(answers):
    form = example("disagreement")
    kept, errors = {}, ()
    try:
        kept = check(form, answers)
    except AnswersRefused as refused:
        errors = refused.errors
    assert all(error.key in form.questions and error.message for error in errors)
    assert errors or check(form, kept) == kept


def test_options_of_an_unknown_shape_are_no_options():
    form = form_of(question("radio", valuesKey="agency_options"))
    for odd in ("text", {"a": 1}, [1, None, {"value": 1, "label": "x"}, {"value": "a"}]):
        assert "a" in messages(form, {"a": "a"}, agency_options=odd)
    assert check(form, {"a": "b"}, agency_options=options("b")) == {"a": "b"}
