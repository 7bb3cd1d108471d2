"""Patterns of form authors: useful ones work, and none can hold up the service."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.pattern import MAX_TEXT, PatternError, read_pattern


@pytest.mark.parametrize(
    ("source", "fitting", "other"),
    [
        ("^[A-Z]{2,3} (0[1-9]|1[0-2])/[0-9]{4}$", "AB 03/2019", "AB 13/2019"),
        ("^[A-Za-z0-9/-]{3,20}$", "a-1/B", "a b"),
        ("^(?!\\d{3} ?\\d{3} ?\\d{4}$)[A-Za-z0-9 -]{3,20}$", "AB-123", "943 476 5919"),
        ("^(?:[A-Z]{2}-)+\\d+$", "AB-CD-1", "AB-CD"),
        ("colou?r", "my colour", "my couleur"),
        ("\\.$", "end.", "end"),
        ("^[^<>]*$", "plain", "<b>"),
        ("^\\w+\\b", "word", "é"),
    ],
)
def test_a_pattern_is_compared_as_in_a_browser(source, fitting, other):
    pattern = read_pattern(source)
    assert pattern.fits(fitting)
    assert not pattern.fits(other)
    assert all(pattern.fits(example) for example in pattern.examples)
    assert pattern.examples


@pytest.mark.parametrize(
    "source",
    [
        "(a+)+$",
        "(a*)*",
        "(a|aa)+$",
        "(a|b?)*",
        "(?:x?){50}",
        "(.*)*",
        "a*a*a*a*a*b",
        "(?=a+)+",
        "(?<=a)b",
        "(a)\\1",
        "(?P<name>a)",
        "(?i)a",
        "(?#note)a",
        "a{1000}",
        "[[a]",
        "[]a]",
        "[a--b]",
        "[a&&b]",
        "a{5,2}",
        "(",
        ")",
        "[",
        "*",
        "a**",
        "\\A",
        "\\u1234",
        "x" * 201,
        "(" * 100,
    ],
)
def test_a_pattern_that_could_take_years_or_means_nothing_is_refused(source):
    with pytest.raises(PatternError):
        read_pattern(source)


@given(st.text(st.sampled_from("ab[]()?*+{}1,2|^$.\\d-"), max_size=30))
def test_any_pattern_is_refused_or_quick(source):
    try:
        pattern = read_pattern(source)
    except PatternError:
        return
    for text in ("a" * MAX_TEXT, "ab" * 125, "1" * MAX_TEXT, "a" * 249 + "!"):
        started = time.process_time()
        pattern.fits(text)
        assert time.process_time() - started < 1
    assert all(re.search(source, example, re.ASCII) for example in pattern.examples)
