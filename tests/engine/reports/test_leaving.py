"""What leaves the partnership tells no small number, also not to somebody who subtracts."""

from datetime import UTC, date, datetime
from itertools import product

import pytest

from engine.errors import InputRefusedError
from engine.reports.figure import Row
from engine.reports.leaving import make_sure_it_may_leave, may_tell_silence
from engine.reports.numbers import Numbers
from engine.reports.periods import Period, Span
from tests.engine.reports.attacker import bounds, worked_out

NOVEMBER = datetime(2026, 11, 22, 12, tzinfo=UTC)
SUMMER = Period(date(2026, 7, 1), Span.QUARTER)
NUMBERS = (0, 1, 2, 4, 5, 6, 24, 25, 124)


def told(number):
    """Return the bounds that somebody outside reads from a count."""
    return bounds(Numbers(is_outside=True).count(number).number)


def attack(parts, known):
    """Return what follows for some parts when their sum is told."""
    places = range(len(parts))
    found = worked_out({**dict(enumerate(known)), "sum": told(sum(parts))}, [(["sum"], places)])
    return [found[place] for place in places]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_a_total_leaves_every_small_number_open(size):
    for parts in product(NUMBERS if size < 4 else (0, 1, 5, 6), repeat=size):
        for number, (low, high) in zip(parts, attack(parts, map(told, parts)), strict=True):
            if number < 5:
                assert (low <= 1, high) == (True, 4), parts


def test_the_attack_would_succeed_if_none_were_told_from_a_few():
    assert attack((1, 1, 1, 1), [(1, 4)] * 4) == [(1, 1)] * 4


def figures(*raised):
    """Return the counts of cases by agency, as far as silence depends on them."""
    agencies = tuple(Row(str(place), "", (number, 0)) for place, number in enumerate(raised))
    return {"cases": (Row("raised", "Raised", (sum(raised),)),), "agencies": agencies}


@pytest.mark.parametrize(
    ("raised", "is_told"),
    [
        ((0, 0), True),
        ((4, 0), True),
        ((1, 1, 1, 1, 0), False),
        ((3, 1, 0), False),
        ((3, 2, 0), True),
        ((5, 5, 5, 5, 1, 1, 1, 1, 0), False),
        ((30, 1, 0), True),
    ],
)
def test_agencies_without_a_case_are_named_where_that_tells_nothing_of_the_others(raised, is_told):
    assert may_tell_silence(figures(*raised)) is is_told


def test_silence_that_is_told_leaves_every_small_number_open():
    for raised in product((0, 1, 3, 5, 6, 25), repeat=5):
        if may_tell_silence(figures(*raised)):
            known = [(max(told(n)[0], 1), told(n)[1]) if n else (0, 0) for n in raised]
            for number, (_, high) in zip(raised, attack(raised, known), strict=True):
                assert high >= 4 or number in {0, *range(5, 99)}, raised


@pytest.mark.parametrize(
    ("period", "now", "problem"),
    [
        (Period(date(2026, 7, 1), Span.YEAR), NOVEMBER, "overlap"),
        (Period(date(2026, 10, 1), Span.QUARTER), NOVEMBER, "is not over yet"),
        (Period(date(2027, 1, 1), Span.YEAR), datetime(2027, 3, 31, tzinfo=UTC), "not over yet"),
    ],
)
def test_periods_that_overlap_or_still_grow_may_not_leave(period, now, problem):
    with pytest.raises(InputRefusedError, match=problem):
        make_sure_it_may_leave(period, now)


def test_quarters_and_financial_years_that_are_over_may_leave():
    make_sure_it_may_leave(SUMMER, NOVEMBER)
    make_sure_it_may_leave(Period(date(2026, 1, 1), Span.YEAR), NOVEMBER)
    make_sure_it_may_leave(SUMMER, SUMMER.ends_at)
