"""What waits for somebody in one sentence, for the inbox and the start page."""

import pytest

from api.pages.inbox_words import summary_in_words
from engine.queries.worklist_counts import Count, TaskCounts


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((0, 0, 0), "There is nothing for you to do at the moment."),
        ((1, 0, 0), "1 thing to do. Nothing is overdue."),
        ((3, 2, 0), "3 things to do: 2 overdue."),
        ((3, 2, 1), "3 things to do: 1 about a child in danger and 2 overdue."),
    ],
)
def test_what_waits_is_told_in_one_sentence_danger_before_overdue(counts, words):
    to_do, overdue, danger = (Count(number) for number in counts)
    assert summary_in_words(TaskCounts(open=to_do, overdue=overdue, danger=danger)) == words
