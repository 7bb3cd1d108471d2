"""Small parts of sentences."""

from datetime import timedelta

import pytest

from engine.english import counted, length_in_words, listed


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=24), "24 hours"),
        (timedelta(hours=72), "72 hours"),
        (timedelta(hours=73), "3 days and 1 hour"),
        (timedelta(days=7), "7 days"),
        (timedelta(minutes=90), "1 hour and 30 minutes"),
        (
            timedelta(days=1, hours=2, minutes=3, seconds=4),
            "1 day, 2 hours, 3 minutes and 4 seconds",
        ),
        (timedelta(milliseconds=500), "less than a second"),
        (timedelta(), "no time"),
    ],
)
def test_a_length_in_words(length, words):
    assert length_in_words(length) == words


def test_lists_and_counts():
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert counted(1, "step") == "1 step"
    assert counted(2, "reply", "replies") == "2 replies"
