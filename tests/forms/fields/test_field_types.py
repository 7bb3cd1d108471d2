"""What every field type promises; a new one is held to it by standing in the tuple."""

import json
from pathlib import Path

import orjson
import pytest
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

import forms.fields
from forms.errors import AnswersRefused, FieldError
from forms.fields import COMPONENT_TYPES, FIELD_TYPES, QUESTION_TYPES
from forms.posted import read_posted
from forms.rendering import render_answers, render_form
from forms.suggestion import suggest_answers
from forms.validation import schema_for, validate_answers
from tests.forms.browser import parse, post
from tests.forms.examples import CONTEXT, FUNCTIONS, form_of, options, question

FOLDER = Path(forms.fields.__file__).parent
MEMBERS = {
    "radio": {"values": options("yes", "no")},
    "select": {"values": options("yes", "no")},
    "checklist": {"values": options("yes", "no")},
    "datetime": {"subtype": "datetime"},
}
QUESTIONS = sorted(QUESTION_TYPES)


def form_with(kind, **members):
    return form_of(question(kind, **MEMBERS.get(kind, {}), **members))


def required(kind):
    return form_with(kind, validate={"required": True})


def valid_answers(kind):
    return suggest_answers(required(kind), {}, CONTEXT, FUNCTIONS)


@pytest.mark.parametrize("kind", FIELD_TYPES, ids=lambda kind: kind.name)
def test_a_type_stands_in_a_file_of_its_name_with_a_template_beside_it(kind):
    assert type(kind).__module__ == f"forms.fields.{kind.name}"
    assert (FOLDER / f"{kind.name}.py").exists()
    assert (FOLDER / f"{kind.name}.html").exists()


def test_each_name_is_used_once():
    assert len(COMPONENT_TYPES) == len(FIELD_TYPES)


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_type_suggests_an_answer_that_it_accepts_and_can_store(kind):
    answers = valid_answers(kind)
    assert list(answers) == ["a"]
    assert validate_answers(required(kind), answers, CONTEXT, FUNCTIONS) == answers
    assert json.loads(orjson.dumps(answers)) == answers


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_type_asks_for_a_missing_answer_at_its_input(kind):
    form = required(kind)
    with pytest.raises(AnswersRefused) as refused:
        validate_answers(form, {}, CONTEXT, FUNCTIONS)
    (error,) = refused.value.errors
    assert error.message.split()[0] in {"Enter", "Select", "Confirm"}
    assert "‘Question a’" in error.message
    page = parse(render_form(form, {}, errors=[error], context=CONTEXT, functions=FUNCTIONS))
    assert page.get_element_by_id(error.anchor).get("name").startswith("a")


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_type_can_be_left_out_when_it_is_optional(kind):
    left_out = validate_answers(form_with(kind), {}, CONTEXT, FUNCTIONS)
    assert left_out == ({"a": False} if kind == "checkbox" else {})


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_type_reads_what_its_own_page_posts(kind):
    form, answers = required(kind), valid_answers(kind)
    shown = render_form(form, answers, context=CONTEXT, functions=FUNCTIONS)
    posted = read_posted(form, post(shown))
    assert validate_answers(form, posted, CONTEXT, FUNCTIONS) == answers


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_type_says_its_answer_in_plain_words(kind):
    answers = valid_answers(kind)
    read = render_answers(required(kind), answers, context=CONTEXT, visible=answers)
    assert len(read) == 1
    assert read[0][0] == "Question a"
    assert read[0][1]
    assert "<" not in read[0][1]


@pytest.mark.parametrize("kind", QUESTIONS)
@pytest.mark.parametrize("value", [object(), {"b": 1}, [[1]], "\x00", 3.7, "x" * 20_000_000])
def test_a_type_refuses_what_it_cannot_be_in_one_short_sentence(kind, value):
    schema = schema_for(required(kind))
    try:
        schema().load({"a": value})
    except ValidationError as refused:
        (message,) = refused.messages_dict["a"]
        assert len(message) < 150
    else:
        with pytest.raises(AnswersRefused):
            validate_answers(required(kind), {"a": value}, CONTEXT, FUNCTIONS)


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_type_shows_again_whatever_was_typed(kind):
    form = form_with(kind)
    names = ["a", *(f"a-{part}" for part in ("day", "month", "year", "hour", "minute"))]
    typed = read_posted(form, MultiDict(dict.fromkeys(names, "<b>odd</b>")))
    error = FieldError("a", "Something is wrong", "")
    page = parse(render_form(form, typed, errors=[error], context=CONTEXT, functions=FUNCTIONS))
    assert "Something is wrong" in page.text_content()
    assert not page.xpath("//b")


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_type_can_be_shown_readonly(kind):
    form = form_with(kind, readonly=True, properties={"defaultExpression": "=given"})
    context = {**CONTEXT, "given": valid_answers(kind)["a"]}
    page = parse(render_form(form, {}, context=context, functions=FUNCTIONS))
    assert not page.xpath("//input | //select | //textarea")
    assert "Not recorded" not in page.text_content()


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_type_tells_openapi_what_it_is(kind):
    field = schema_for(required(kind))().fields["a"]
    assert field.required
    assert field.allow_none
    assert type(field).__mro__[2].__module__ == "marshmallow.fields"


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_type_can_be_hidden_and_revealed(kind):
    choice = question("radio", "b", values=options("yes", "no"))
    member = question(
        kind,
        **MEMBERS.get(kind, {}),
        validate={"required": True},
        conditional={"hide": '=b != "yes"'},
    )
    form = form_of(choice, member)
    assert validate_answers(form, {"b": "no"}, CONTEXT, FUNCTIONS) == {"b": "no"}
    page = parse(render_form(form, {"b": "yes"}, context=CONTEXT, functions=FUNCTIONS))
    revealed = page.get_element_by_id("conditional-f-b")
    assert {name.split("-")[0] for name in revealed.xpath(".//@name")} == {"a"}
