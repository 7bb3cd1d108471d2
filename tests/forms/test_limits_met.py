"""A moment in a form says which limits of the diagram it meets."""

import orjson
import pytest

from forms.definition import read_form
from forms.limits_met import field_for, limits_met, words_of
from forms.problem import FormRefused

NINE, TEN = "2026-09-07T09:00:00+00:00", "2026-09-07T10:00:00+00:00"


def moment(meets, key="spoken_at", subtype="datetime"):
    return {
        "type": "datetime",
        "id": key,
        "key": key,
        "dateLabel": "When did you speak?",
        "subtype": subtype,
        "properties": {"meetsLimit": meets},
    }


def a_form(*fields):
    document = {"schemaVersion": 18, "type": "default", "id": "SPOKEN", "components": [*fields]}
    return read_form("SPOKEN", orjson.dumps(document))


@pytest.mark.parametrize(
    ("meets", "limits"),
    [
        ("Timer_1", {"Timer_1"}),
        ("Timer_1  Timer_2", {"Timer_1", "Timer_2"}),
        ('="Timer_1 Timer_2"', {"Timer_1", "Timer_2"}),
        ('=["Timer_1", "Timer_2"]', {"Timer_1", "Timer_2"}),
        ('=if below = "yes" then "Timer_2" else "Timer_1"', {"Timer_2"}),
        ('=if below = "no" then "Timer_2" else null', set()),
        ("=1", set()),
    ],
)
def test_limits_are_named_plainly_or_worked_out(meets, limits):
    found = limits_met(a_form(moment(meets)), {"spoken_at": TEN}, {"below": "yes"}, {})
    assert found == dict.fromkeys(limits, TEN)


def test_answers_come_before_what_was_known():
    form = a_form(moment("=limit"))
    assert limits_met(form, {"spoken_at": TEN, "limit": "A"}, {"limit": "B"}, {}) == {"A": TEN}


def test_without_an_answer_no_limit_is_met():
    assert limits_met(a_form(moment("Timer_1")), {}, {}, {}) == {}


def test_of_several_moments_the_earliest_meets_the_limit():
    form = a_form(moment("Timer_1"), moment("Timer_1", key="rung_at"))
    for first, second in ((NINE, TEN), (TEN, NINE)):
        found = limits_met(form, {"spoken_at": first, "rung_at": second}, {}, {})
        assert found == {"Timer_1": NINE}


def test_the_question_of_a_limit_is_found_before_it_is_answered():
    form = a_form(moment('=if below = "yes" then "Timer_2" else "Timer_1"'))
    assert field_for(form, "Timer_2") is form.field("spoken_at")
    assert field_for(form, "Timer_3") is None
    assert words_of(form.field("spoken_at")) == {"yes", "Timer_1", "Timer_2"}


@pytest.mark.parametrize("meets", ["Timer 1!", "24h", "Timer_1, Timer_2", "=if then"])
def test_what_is_no_list_of_ids_and_no_expression_is_refused(meets):
    with pytest.raises(FormRefused) as refused:
        a_form(moment(meets))
    assert "meetsLimit" in refused.value.problems[0].message


def test_a_date_alone_meets_no_limit():
    with pytest.raises(FormRefused) as refused:
        a_form(moment("Timer_1", subtype="date"))
    assert "A date alone" in refused.value.problems[0].message
