"""The page: labels, hints, errors, reveals and no way in for anybody's markup."""

import pytest
from lxml import html

from forms.errors import AnswersRefused, FieldError
from forms.rendering import render_answers, render_form
from forms.suggestion import suggest_answers
from forms.validation import validate_answers
from tests.forms.browser import parse
from tests.forms.examples import CONTEXT, FUNCTIONS, NAMES, example, form_of, options, question

ATTACK = "\"'></textarea></script><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"


def show(form, answers=None, errors=(), **context):
    markup = render_form(
        form,
        {} if answers is None else answers,
        errors=errors,
        context={**CONTEXT, **context},
        functions=FUNCTIONS,
    )
    return parse(markup)


def text_of(element):
    return " ".join(element.text_content().split())


def refusals(form, answers):
    with pytest.raises(AnswersRefused) as refused:
        validate_answers(form, answers, CONTEXT, FUNCTIONS)
    return refused.value.errors


@pytest.mark.parametrize("name", NAMES)
def test_every_input_has_a_label_and_every_id_is_used_once(name):
    page = show(example(name))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    labels = set(page.xpath("//label/@for"))
    controls = page.xpath("//input | //select | //textarea")
    assert {control.get("id") for control in controls} <= labels
    for described in page.xpath("//@aria-describedby"):
        assert set(described.split()) <= set(ids)


@pytest.mark.parametrize("name", NAMES)
def test_choices_and_dates_have_a_legend(name):
    page = show(example(name))
    for control in page.xpath("//input[@type='radio'] | //input[contains(@id, '-day')]"):
        assert control.xpath("ancestor::fieldset[1]/legend")


@pytest.mark.parametrize("name", NAMES)
def test_every_error_stands_at_its_question_and_can_be_jumped_to(name):
    form = example(name)
    errors = refusals(form, {"independent": "no"} if name == "meeting" else {"outcome": "resolved"})
    page = show(form, {"independent": "no", "outcome": "resolved"}, errors)
    for error in errors:
        target = page.get_element_by_id(error.anchor)
        group = target.xpath("ancestor::div[contains(@class, 'govuk-form-group--error')]")
        assert error.message in text_of(group[-1])
    shown = page.xpath("//*[contains(@class, 'govuk-error-message')]")
    assert len(shown) == len(errors)


def test_only_optional_questions_are_marked():
    page = show(example("disagreement"))
    marked = [
        text_of(one)
        for one in page.xpath("//label | //legend")
        if "(optional)" in one.text_content()
    ]
    assert marked == ["Other agencies (optional)", "Anything else (optional)"]
    assert "*" not in page.text_content()


def test_a_question_stands_under_the_answer_that_reveals_it():
    page = show(example("disagreement"), {"outcome": "resolved"})
    resolved = page.get_element_by_id("conditional-f-outcome")
    assert {"agreed_action", "agreed_by-day"} <= set(resolved.xpath(".//@name"))
    assert "govuk-radios__conditional--hidden" not in resolved.get("class")
    not_resolved = page.get_element_by_id("conditional-f-outcome-3")
    assert {"why_not", "why_not_words"} <= set(not_resolved.xpath(".//@name"))
    assert "govuk-radios__conditional--hidden" in not_resolved.get("class")


def test_boxes_reveal_questions_too():
    page = show(example("disagreement"))
    assert "other_reason" in page.get_element_by_id("conditional-f-reasons-3").xpath(".//@name")
    assert "call_number" in page.get_element_by_id("conditional-f-wants_call").xpath(".//@name")


def test_a_group_can_be_revealed():
    page = show(example("meeting"))
    revealed = page.get_element_by_id("conditional-f-independent-2")
    assert {"why_not_independent", "agreed_with_both"} <= set(revealed.xpath(".//@name"))


def test_a_question_for_several_answers_is_always_shown_with_a_sentence():
    page = show(example("disagreement"))
    box = page.get_element_by_id("f-next_step")
    assert not box.xpath("ancestor::div[contains(@class, 'conditional')]")
    hint = page.get_element_by_id("f-next_step-hint")
    assert text_of(hint) == (
        "Only if you answer ‘A meeting is needed’ or ‘Not resolved’ to ‘What is the result?’."
    )


def test_the_form_may_say_itself_when_a_question_applies():
    choice = question("radio", "b", values=options("yes", "no"))
    form = form_of(
        choice,
        question("radio", "c", values=options("yes", "no")),
        question(
            conditional={"hide": '=b != "yes" or c != "yes"'},
            description="In a few words.",
            properties={"conditionHint": "Only if both are yes."},
        ),
        question(key="d", conditional={"hide": '=b != "yes" or c != "yes"'}),
    )
    page = show(form)
    assert text_of(page.get_element_by_id("f-a-hint")) == "Only if both are yes. In a few words."
    assert text_of(page.get_element_by_id("f-d-hint")) == "Only if it applies."


def test_a_question_that_appears_before_anything_is_answered_is_always_shown():
    form = form_of(
        question("radio", "b", values=options("yes", "no")),
        question(conditional={"hide": '=b = "no"'}),
    )
    assert (
        not show(form).get_element_by_id("f-a").xpath("ancestor::*[contains(@id, 'conditional')]")
    )


def test_a_question_in_another_group_is_not_moved():
    form = form_of(
        question("radio", "b", values=options("yes", "no")),
        {
            "type": "group",
            "id": "G",
            "label": "Elsewhere",
            "components": [question(conditional={"hide": '=b != "yes"'})],
        },
    )
    box = show(form).get_element_by_id("f-a")
    assert text_of(box.xpath("ancestor::fieldset/legend")[0]) == "Elsewhere"


def test_a_condition_of_the_case_alone_is_settled_on_the_server():
    assert not show(example("disagreement")).xpath("//*[@name='late_reason']")
    assert show(example("disagreement"), late=True).xpath("//*[@name='late_reason']")


def test_a_long_chain_of_reveals_ends_in_questions_that_are_simply_shown():
    form = form_of(
        *(
            question(
                "radio",
                f"k{n}",
                values=options("yes", "no"),
                **({"conditional": {"hide": f'=k{n - 1} != "yes"'}} if n else {}),
            )
            for n in range(200)
        )
    )
    page = show(form)
    assert len(page.xpath("//input[@type='radio']")) == 400
    assert (
        max(
            len(one.xpath("ancestor::div[contains(@class, 'radios__conditional')]"))
            for one in page.xpath("//input")
        )
        == 3
    )


def test_character_counts_know_their_limit():
    page = show(example("disagreement"))
    count = page.get_element_by_id("f-agreed_action").xpath("ancestor::div[@data-maxlength]")[0]
    assert count.get("data-maxlength") == "1500"
    assert "You can enter up to 1500 characters" in text_of(count)


def test_lines_of_text_stay_as_typed_inside_a_reveal():
    text = "First line\n  indented\n\nlast"
    page = show(example("disagreement"), {"outcome": "resolved", "agreed_action": text})
    assert page.get_element_by_id("f-agreed_action").text == text


def test_a_date_time_is_shown_in_london_time():
    page = show(example("disagreement"), {"arose_at": "2026-08-28T15:05:00+00:00"})
    parts = {part: page.get_element_by_id(f"f-arose_at-{part}").get("value") for part in PARTS}
    assert parts == {"day": "28", "month": "8", "year": "2026", "hour": "16", "minute": "05"}
    assert {page.get_element_by_id(f"f-arose_at-{part}").get("inputmode") for part in PARTS} == {
        "numeric"
    }
    assert len(page.get_element_by_id("f-arose_at-day").xpath("ancestor::fieldset[1]//input")) == 5


PARTS = ("day", "month", "year", "hour", "minute")


def test_defaults_fill_an_untouched_form_only():
    page = show(example("meeting"))
    assert page.get_element_by_id("f-starts_at-day").get("value") == "29"
    assert page.get_element_by_id("f-independent").get("checked") is not None
    touched = show(example("meeting"), {"chair": "p1"})
    assert not touched.get_element_by_id("f-starts_at-day").get("value")
    assert touched.get_element_by_id("f-independent").get("checked") is None


def test_a_readonly_field_is_words_and_no_input():
    page = show(example("meeting"))
    assert "Case BRK-2026-0001" in text_of(page)
    assert "Opened Thu 27 Aug 2026" in text_of(page)
    assert not page.xpath("//*[@name='reference']")
    assert "Case Not recorded" in text_of(show(example("meeting"), case_reference=None))


def test_options_come_from_the_context():
    page = show(example("disagreement"), {"receiving_agency": "thames-police"})
    menu = page.get_element_by_id("f-receiving_agency")
    assert [option.get("value") for option in menu] == [
        "",
        "reading-school",
        "reading-council",
        "thames-police",
    ]
    assert menu[3].get("selected") is not None


def test_nothing_needs_javascript_or_loads_anything():
    markup = render_form(example("disagreement"), {}, context=CONTEXT, functions=FUNCTIONS)
    page = html.fromstring(f"<form>{markup}</form>")
    assert not page.xpath("//script | //style | //iframe | //img | //@style | //@src")
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]


@pytest.mark.parametrize("key", sorted(example("disagreement").questions))
def test_nobodys_answer_becomes_markup(key):
    for attack in (ATTACK, [ATTACK], {"day": ATTACK, "month": ATTACK, "year": ATTACK}):
        page = show(
            example("disagreement"), {key: attack}, [FieldError(key, ATTACK, "")], late=True
        )
        assert_harmless(page)
        assert ATTACK in text_of(page.xpath("//*[contains(@class, 'govuk-error-message')]")[0])


def test_no_text_of_a_form_becomes_markup():
    names = ("textfield", "textarea", "number", "checkbox", "datetime")
    choices = [{"value": ATTACK[:99], "label": ATTACK}]
    members = {"description": ATTACK, "properties": {"conditionHint": ATTACK, "errorName": ATTACK}}
    form = form_of(
        {"type": "text", "id": "T", "text": ATTACK.replace("{{", "")},
        *(question(kind, kind, **members) for kind in names),
        *(
            {**question(kind, kind, **members), "label": ATTACK, "values": choices}
            for kind in CHOICES
        ),
        {"type": "group", "id": "G", "label": ATTACK, "components": []},
        question(key="r", readonly=True, defaultValue=ATTACK),
        title=ATTACK,
    )
    page = show(form, agency_options=[{"value": ATTACK, "label": ATTACK}])
    assert_harmless(page)
    assert text_of(page).count("alert(1)") >= 20


CHOICES = ("radio", "select", "checklist")


def test_options_from_the_context_do_not_become_markup():
    page = show(example("disagreement"), agency_options=[{"value": ATTACK, "label": ATTACK}])
    assert_harmless(page)
    assert ATTACK in page.xpath("//option/@value")


def assert_harmless(page):
    assert not page.xpath("//script | //img | //@onerror")
    assert "49" not in page.text_content().replace("496", "")


def test_answers_are_read_as_plain_text():
    form = example("disagreement")
    answers = suggest_answers(
        form,
        {
            "outcome": "resolved",
            "reasons": ["plan", "other"],
            "other_reason": ATTACK[:40],
            "wants_call": True,
        },
        CONTEXT,
        FUNCTIONS,
    )
    read = render_answers(form, answers, context=CONTEXT, visible=answers.keys() - {"notes"})
    assert dict(read) == {
        "Your case number for the child": answers["child_ref"],
        "Agency you disagree with": "Reading Council",
        "Number of children": "1",
        "What is it about?": "Plan, Something else",
        "What else?": ATTACK[:40],
        "When did it become clear?": "Fri 28 Aug 2026, 16:00",
        "What is the result?": "Resolved",
        "What was agreed?": answers["agreed_action"],
        "By when?": "Fri 28 Aug 2026",
        "I have told my line manager": "Yes",
        "I would like a call": "Yes",
        "On which number?": answers["call_number"],
    }


def test_only_what_the_reader_may_see_is_read():
    form = example("disagreement")
    answers = {"outcome": "meeting", "notes": "secret"}
    assert render_answers(form, answers, context={}, visible={"outcome"}) == [
        ("What is the result?", "A meeting is needed")
    ]


def test_answers_that_were_never_valid_can_still_be_read():
    form = example("disagreement")
    answers = {
        "children": "many",
        "arose_at": {"day": "31", "month": "2", "year": "2026", "hour": "", "minute": ""},
        "agreed_by": "soon",
        "receiving_agency": "closed-agency",
        "reasons": ["gone"],
        "other_agencies": [],
    }
    assert [text for _, text in render_answers(form, answers, context={}, visible=answers)] == [
        "closed-agency",
        "many",
        "gone",
        "31 2 2026",
        "soon",
    ]
