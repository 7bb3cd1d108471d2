"""What looks like personal data: each kind by examples, all of them by two corpora of sentences."""

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.personal_data import NO_TERMS, FindingKind, KnownTerms, find_personal_data
from forms.personal_data.forenames import AMBIGUOUS_FORENAMES, FORENAMES
from forms.personal_data.nhs_numbers import is_nhs_number
from forms.personal_data.vocabulary import TERMS

TODAY = date(2026, 11, 22)
CORPUS = Path(__file__).parent / "corpus"
DIRECTORY = KnownTerms.of(
    ["Reading Council", "Reading School", "Berkshire Health", "Thames Police", "Bracknell Forest"]
)
MOST_HARMLESS_QUESTIONED = 0.05
LEAST_FOUND = 0.9


def found(text, known=NO_TERMS, today=TODAY):
    return [(finding.kind, finding.words) for finding in find_personal_data(text, known, today)]


def words(text, known=NO_TERMS):
    return [finding.words for finding in find_personal_data(text, known, TODAY)]


def lines(name):
    return (CORPUS / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def test_at_most_one_harmless_sentence_in_twenty_is_questioned():
    sentences = lines("harmless")
    questioned = [sentence for sentence in sentences if words(sentence, DIRECTORY)]
    assert len(sentences) >= 160
    assert len(questioned) / len(sentences) <= MOST_HARMLESS_QUESTIONED, "\n".join(questioned)


def test_nine_in_ten_sentences_that_name_somebody_are_found():
    sentences = lines("naming")
    missed = [sentence for sentence in sentences if not words(sentence, DIRECTORY)]
    assert len(sentences) >= 180
    assert 1 - len(missed) / len(sentences) >= LEAST_FOUND, "\n".join(missed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We spoke to Jane Smith on Tuesday.", ["Jane Smith"]),
        ("mum called Ayesha was upset", ["Ayesha"]),
        ("Mr Kowalski was there; mr smith, too", ["Mr Kowalski", "mr smith"]),
        ("J. Whitfield and Maria de Souza", ["Whitfield", "Maria de Souza"]),
        ("Thandeka's mother, Kayden Wright-Lewis", ["Thandeka's", "Kayden Wright-Lewis"]),
        ("Mr and Mrs Doyle", ["Mrs Doyle"]),
        ("The baby, Oscar, was weighed", ["Oscar"]),
    ],
)
def test_a_name_is_found_with_its_title_and_nothing_else(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Children's Social Care closed it",
        "Mr X and Child A were there",
        "at St Mary's Hospital and Riverside Primary School",
        "Yesterday the Designated Nurse rang",
        "They live in Milton Keynes",
        "MARAC and CAMHS",
        "the Whitley Wood scheme",
    ],
)
def test_bodies_places_roles_and_letters_are_nobodys_name(text):
    assert words(text) == []


def test_what_the_directory_names_is_nobodys_name():
    text = "Told Jackson Lewis Trust and Tamsel Vane today."
    assert words(text, KnownTerms.of(["Jackson Lewis Trust", "Tamsel Vane"])) == []
    assert words(text) == ["Tamsel Vane"]


@pytest.mark.parametrize(
    "text", ["9434765919", "943 476 5919", "943-476-5919", "NHS:943 476 5919."]
)
def test_an_nhs_number_is_found_however_it_is_written(text):
    assert [kind for kind, _ in found(text)] == [FindingKind.NHS_NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "9434765918",
        "94347659190",
        "943476591",
        "x9434765919",
        "1111111111",
        "BRK-2026-000042",
        "0118 496 0000",
    ],
)
def test_other_digits_are_no_nhs_number(text):
    assert found(text) == []


@given(st.integers(min_value=0, max_value=999_999_999))
def test_at_most_one_check_digit_is_right(number):
    right = [digit for digit in range(10) if is_nhs_number(f"{number:09}{digit}")]
    assert len(right) <= 1


@pytest.mark.parametrize(
    "text",
    ["3.4.2015", "03/04/15", "3 April 2015", "2015-04-03", "3rd of April 2015", "April 3, 2015"],
)
def test_a_date_as_old_as_a_child_is_a_date_of_birth(text):
    assert found(f"seen {text} there") == [(FindingKind.BIRTH_DATE, text)]


@pytest.mark.parametrize(
    "text", ["DOB 22.10.2026", "born on 22 October 2026", "d.o.b. 05/2020", "birthday is 14 June"]
)
def test_any_date_beside_a_birth_word_is_a_date_of_birth(text):
    assert [kind for kind, _ in found(text)] == [FindingKind.BIRTH_DATE]


@pytest.mark.parametrize(
    "text",
    ["on 22 October 2026", "in 2015", "3 April 1989", "31.13.2015", "SG-2015-04-03", "10.2.15.1"],
)
def test_events_of_late_old_laws_and_numbers_are_no_date_of_birth(text):
    assert found(text) == []


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2026, 11, 22)))
def test_a_date_alone_is_questioned_from_two_to_twenty_five_years(day):
    age = TODAY.year - day.year - ((TODAY.month, TODAY.day) < (day.month, day.day))
    is_child = 2 <= age <= 25
    assert bool(found(f"{day.day} {day:%B %Y}")) == is_child
    assert bool(found(f"Born {day:%d/%m/%Y}"))


ALPHABET = st.sampled_from(
    [
        *"abcJS '’-.,:()\n\t/0123456789",
        " ",
        "Jane ",
        "Mr ",
        "born ",
        "3.4.2015 ",
        "St ",
        "é",
        "\u2028",
    ]
)


@given(st.one_of(st.text(), st.lists(ALPHABET, max_size=60).map("".join)))
def test_a_finding_is_a_passage_of_the_text_in_reading_order(text):
    findings = find_personal_data(text, DIRECTORY, TODAY)
    assert all(text[one.start : one.end] == one.words and one.words for one in findings)
    assert [one.start for one in findings] == sorted(one.start for one in findings)


@pytest.mark.parametrize(
    "unit",
    ["Jane Smith ", "de ", "3.4.2015 ", "943 476 5919 ", "J. ", "9", "1/", "-a", "School ", "  "],
)
def test_a_hundred_kilobytes_take_no_longer_than_ten_times_ten(unit):
    def seconds(size):
        text = unit * (size // len(unit))
        started = time.process_time()
        find_personal_data(text, DIRECTORY, TODAY)
        return time.process_time() - started

    small, large = (min(seconds(size) for _ in range(3)) for size in (10_000, 100_000))
    assert large < max(small, 0.005) * 30


@given(st.text(max_size=40))
def test_terms_of_any_kind_can_be_known(term):
    assert find_personal_data(term, KnownTerms.of([term, "Jane Smith"]), TODAY) is not None
    assert words("Jane Smith", KnownTerms.of([term, "Jane Smith"])) == []


def test_no_word_is_both_a_term_and_a_forename():
    assert sorted(FORENAMES & TERMS) == []
    assert sorted(FORENAMES & AMBIGUOUS_FORENAMES) == []
