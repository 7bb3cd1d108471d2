import pytest

from engine.records.letters import BREAK, known_letters, printable


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain words", "plain words"),
        ("two\r\nlines\rand\ttabs", "two\nlines\nand tabs"),
        ("e\u0301", "é"),
        ("❤\ufe0f", "❤"),
        ("\ufeffbegin", "begin"),
        ("right \u202e left", "right [U+202E] left"),
        ("👩\u200d🚒", "[U+1F469 woman]\u200d[U+1F692 fire engine]"),
        ("中文", "[U+4E2D][U+6587]"),
    ],
)
def test_a_letter_is_shown_or_named(typed, shown):
    assert printable(typed) == shown


def test_marks_can_be_named_and_letters_stay():
    assert printable("Łódź Привет س\u064e", names_marks=True) == "Łódź Привет س[U+064E]"


def test_a_long_word_may_be_parted_and_loses_nothing():
    word = "https://example.org/" + "a" * 80
    parted = printable(f"see {word} now")
    assert BREAK in parted
    assert parted.replace(BREAK, "") == f"see {word} now"


def test_the_letters_of_europe_are_known():
    assert len(known_letters()) > 5_000
    assert set("ŴŵŶŷłß€–’…ЖжΩωőşİ") <= known_letters()
