from hypothesis import given
from hypothesis import strategies as st

from engine.definitions.comparison.word_changes import word_changes


def test_words_that_went_and_came():
    old, new = word_changes("They should keep it", "They must keep it")
    assert [part.text for part in old if part.is_changed] == ["should"]
    assert [part.text for part in new if part.is_changed] == ["must"]


def test_texts_with_little_in_common_are_shown_whole():
    old, _ = word_changes("one two three", "four five six")
    assert [part.is_changed for part in old] == [False]


@given(st.lists(st.sampled_from("abc"), max_size=8), st.lists(st.sampled_from("abc"), max_size=8))
def test_no_word_is_lost(before, after):
    old, new = word_changes(" ".join(before), " ".join(after))
    assert " ".join(part.text for part in old).split() == before
    assert " ".join(part.text for part in new).split() == after
