"""Numbers of cases as editors may know them: none under five, and none to work it out from."""

from itertools import product

import pytest

from engine.queries.case_counts import FEW, CaseCount, coarse_count, count_for


@pytest.mark.parametrize(
    ("number", "exact", "editors"),
    [
        (0, "0", "0"),
        (1, "1", "fewer than 5"),
        (4, "4", "fewer than 5"),
        (5, "5", "5 or more"),
        (24, "24", "5 or more"),
        (25, "25", "25 or more"),
        (700, "700", "625 or more"),
    ],
)
def test_numbers_in_words(number, exact, editors):
    assert count_for(number, is_exact=True).in_words == exact
    assert count_for(number, is_exact=False).in_words == editors


def test_with_a_noun():
    assert CaseCount(1).of("running case") == "1 running case"
    assert CaseCount(2).of("running case") == "2 running cases"
    assert coarse_count(1).of("running case") == "fewer than 5 running cases"


def bounds(number):
    """Return the least and the greatest number that an editor has to reckon with."""
    known = coarse_count(number).number
    return (0, FEW - 1) if known is None else (known, known * FEW - 1)


@pytest.mark.parametrize("few", [1, 4])
def test_a_total_leaves_a_small_number_as_open_as_before(few):
    for others in product([0, 3, 4, 5, 11, 24, 25, 124], repeat=3):
        least, most = bounds(few + sum(others))
        from_above = most - sum(bounds(one)[0] for one in others)
        from_below = least - sum(bounds(one)[1] for one in others)
        assert from_above >= FEW - 1
        assert from_below <= 1
