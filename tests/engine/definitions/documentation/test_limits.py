"""Time limits as people would say them."""

import pytest

from engine.definitions.documentation.limits import limit_in_words
from engine.definitions.documentation.vocabulary import vocabulary_of

COUNT = "weekends and bank holidays count"
DO_NOT = "weekends and bank holidays do not count"


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("timeDuration", "PT24H", f"24 hours; {COUNT}"),
        ("timeDuration", "PT1H", f"1 hour; {COUNT}"),
        ("timeDuration", "P5D", f"5 days; {COUNT}"),
        ("timeDuration", "PT90M", f"1 hour 30 minutes; {COUNT}"),
        ("timeDuration", "soon", "soon"),
        ("timeDuration", '=duration("PT48H")', f"48 hours; {COUNT}"),
        ("timeCycle", "R3/PT24H", f"every 24 hours, 3 times; {COUNT}"),
        ("timeCycle", "R/PT24H", f"every 24 hours; {COUNT}"),
        ("timeDate", "2026-09-01T15:00:00Z", "Tuesday 1 September 2026, 16:00"),
        ("timeDate", "=working day deadline(now(), 1)", f"1 working day; {DO_NOT}"),
        ("timeDate", '=now() + duration("PT12H")', f"12 hours; {COUNT}"),
        ("timeDate", "=agreed_deadline", "until the time given for “agreed deadline”"),
        (
            "timeDate",
            "=max(date and time(agreed), working day deadline(now(), 2))",
            f"whichever is later: until the time given for “agreed” or 2 working days; {DO_NOT}",
        ),
        ("timeDate", "=something else(", "something else("),
        ("timeDate", "=working day deadline(now(), n)", "working day deadline(now(), n)"),
    ],
)
def test_a_limit_in_words(kind, text, words):
    assert limit_in_words(kind, text, vocabulary_of([], {})) == words
