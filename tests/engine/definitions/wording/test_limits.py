"""Time limits as people would say them."""

import pytest
from lxml import etree

from engine.definitions.wording.limits import limit_in_words, limit_with_counting, timer_of
from forms.vocabulary import vocabulary_of
from tests.engine.definitions.writing import boundary, one_task, timer_inside

COUNT = "; weekends and bank holidays count"
DO_NOT = "; weekends and bank holidays do not count"


@pytest.mark.parametrize(
    ("kind", "text", "words", "counting"),
    [
        ("timeDuration", "PT24H", "24 hours", COUNT),
        ("timeDuration", "P5D", "5 days", COUNT),
        ("timeDuration", "soon", "soon", ""),
        ("timeDuration", '=duration("PT48H")', "48 hours", COUNT),
        ("timeDuration", '=duration("soon")', 'duration("soon")', ""),
        ("timeCycle", "R3/PT24H", "every 24 hours, 3 times", COUNT),
        ("timeCycle", "R/PT24H", "every 24 hours", COUNT),
        (
            "timeCycle",
            "R2/2026-09-01T15:00:00Z/PT24H",
            "every 24 hours, 2 times, from Tuesday 1 September 2026, 16:00 on",
            COUNT,
        ),
        ("timeDate", "2026-09-01T15:00:00Z", "Tuesday 1 September 2026, 16:00", ""),
        ("timeDate", "=working day deadline(now(), 1)", "1 working day", DO_NOT),
        (
            "timeDate",
            "=working day deadline(agreed, 2)",
            "2 working days after “agreed”",
            DO_NOT,
        ),
        ("timeDate", '=now() + duration("PT12H")', "12 hours", COUNT),
        ("timeDate", '=agreed + duration("PT12H")', "12 hours after “agreed”", COUNT),
        ("timeDate", "=agreed_deadline", "the time given for “agreed deadline”", ""),
        (
            "timeDate",
            "=max(date and time(agreed), working day deadline(now(), 2))",
            "whichever is later: the time given for “agreed” or 2 working days",
            DO_NOT,
        ),
        ("timeDate", "=something else(", "something else(", ""),
    ],
)
def test_a_limit_in_words(kind, text, words, counting):
    names = vocabulary_of([])
    assert limit_in_words((kind, text), names) == words
    assert limit_with_counting((kind, text), names) == words + counting


def test_a_clock_without_a_time():
    assert limit_in_words(None, vocabulary_of([])) == "no time"


@pytest.mark.parametrize("kind", ["timeDate", "timeDuration", "timeCycle"])
def test_the_clock_of_an_event(kind):
    root = etree.fromstring(one_task(more=boundary("Clock", "Task_A", timer_inside("PT1H", kind))))
    (event,) = root.iter("{*}boundaryEvent")
    assert timer_of(event) == (kind, "PT1H")


def test_an_event_that_has_no_clock():
    assert timer_of(etree.fromstring("<boundaryEvent/>")) is None
