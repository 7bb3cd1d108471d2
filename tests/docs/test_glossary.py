"""docs/glossary.md explains the words that the engine stores, in the order of the alphabet."""

import re

import pytest

from engine import vocabulary
from tests.docs.pages import read_page

PAGE = read_page("docs/glossary.md")
WORDS = re.findall(r"^\*\*(.+?)\*\*", PAGE, re.MULTILINE)
STORED = [
    vocabulary.Role,
    vocabulary.AgencySide,
    vocabulary.ParticipantSide,
    vocabulary.InstanceState,
    vocabulary.TaskState,
    vocabulary.SubmissionState,
    vocabulary.LimitVerdict,
    vocabulary.Closing,
    vocabulary.CaseLinkKind,
    vocabulary.CommentKind,
    vocabulary.IncidentState,
    vocabulary.NotificationState,
    vocabulary.Happening,
    vocabulary.ProcedureDraftState,
    vocabulary.ReviewDecision,
    vocabulary.ScenarioRunState,
    vocabulary.OperationKind,
    vocabulary.ItemState,
    vocabulary.FilteredList,
]


def test_the_words_stand_in_alphabetical_order():
    assert len(WORDS) > 50
    assert sorted(WORDS, key=str.lower) == WORDS


def test_no_list_of_stored_words_is_forgotten():
    lists = {
        value
        for value in vars(vocabulary).values()
        if isinstance(value, type) and value.__module__ == vocabulary.__name__
    }
    assert lists == set(STORED)


@pytest.mark.parametrize("words", STORED)
def test_every_stored_word_is_explained(words):
    assert [word for word in words if f"`{word}`" not in PAGE] == []
