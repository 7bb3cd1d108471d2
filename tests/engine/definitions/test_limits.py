"""Limits: what the diagram says, and what people say."""

import pytest
from lxml import etree

from engine.definitions import names
from engine.definitions.limits import MOST, LimitKind, limit_of, read_limit, write_limit

EVENT = """<boundaryEvent xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="T" name="{name}">
  <timerEventDefinition id="t">{timer}</timerEventDefinition></boundaryEvent>"""


def event(timer, name=""):
    return etree.fromstring(EVENT.format(timer=timer, name=name))


def timer_of(element):
    return element.find(names.bpmn("timerEventDefinition"))


@pytest.mark.parametrize(
    ("timer", "kind", "words"),
    [
        ("<timeDuration>PT24H</timeDuration>", "hours", "24 hours"),
        ("<timeDuration>PT1H</timeDuration>", "hours", "1 hour"),
        (
            "<timeDate>=working day deadline(now(), 1)</timeDate>",
            "working-days",
            "1 working day",
        ),
        ("<timeDate>=agreed_deadline</timeDate>", "date", "the date that agreed_deadline asks for"),
        ("<timeDuration>P1D</timeDuration>", "other", "P1D"),
        ("<timeDate>=max(a, b)</timeDate>", "other", "=max(a, b)"),
        ("<timeDuration/>", "none", "no time yet"),
        ("", "none", "no time yet"),
    ],
)
def test_a_limit_is_read_in_words(timer, kind, words):
    limit = read_limit(timer_of(event(timer)))
    assert (limit.kind, limit.in_words) == (kind, words)


@pytest.mark.parametrize(
    "limit",
    [
        limit_of(LimitKind.HOURS, 12),
        limit_of(LimitKind.WORKING_DAYS, 2),
        limit_of(LimitKind.WORKING_DAYS, MOST),
        limit_of(LimitKind.DATE, question="agreed_deadline"),
    ],
    ids=lambda limit: f"{limit.kind}-{limit.number}",
)
def test_what_is_written_is_read_again(limit):
    element = event("<timeDuration>PT24H</timeDuration>")
    write_limit(element, limit)
    assert read_limit(timer_of(element)) == limit
    assert len(timer_of(element)) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("24 hours", "12 hours"),
        ("24 hours at most", "12 hours at most"),
        ("", "12 hours"),
        ("time to confirm", "time to confirm"),
        ("24 hours' rest", "24 hours' rest"),
    ],
)
def test_a_name_that_says_the_limit_says_the_new_one(before, after):
    element = event("<timeDuration>PT24H</timeDuration>", before)
    write_limit(element, limit_of(LimitKind.HOURS, 12))
    assert element.get("name") == after


def test_a_word_stays_a_word():
    element = event("<timeDate>=working day deadline(now(), 1)</timeDate>", "One working day")
    write_limit(element, limit_of(LimitKind.WORKING_DAYS, 2))
    assert element.get("name") == "Two working days"


def test_the_same_limit_changes_nothing():
    element = event("<timeDuration>PT24H</timeDuration>", "as long as it takes")
    before = etree.tostring(element)
    write_limit(element, limit_of(LimitKind.HOURS, 24))
    assert etree.tostring(element) == before
