from datetime import UTC, date, datetime, timedelta

import pytest

from api.pages.diagrams import SIDES
from api.pages.limits import limit_in_words
from api.pages.naming import doers_in_words
from api.pages.said import Said, lead_first
from api.pages.wording import (
    clock_in_words,
    day_in_words,
    due_in_words,
    due_state,
    duration_in_words,
    edition_in_words,
    instant_in_words,
    moment_in_words,
    named_edition,
)
from engine.clock import LONDON
from engine.english import listed
from engine.queries.doers import TaskDoer
from engine.queries.limits import Counting
from engine.vocabulary import AgencySide

NOW = datetime(2026, 8, 28, 16, 0, tzinfo=LONDON)


def london(day: int, hour: int, minute: int = 0, month: int = 8) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("due_at", "words"),
    [
        (london(29, 16), "due tomorrow, Sat 29 Aug, 16:00"),
        (london(28, 23, 30), "due today, Fri 28 Aug, 23:30"),
        (london(1, 16, month=9), "due Tue 1 Sep, 16:00"),
        (london(28, 16, 25), "due in 25 minutes, at 16:25"),
        (london(28, 13), "overdue by 3 hours"),
        (london(28, 15, 59), "overdue by 1 minute"),
        (london(28, 16), "overdue by less than a minute"),
        (london(20, 16), "overdue by 8 days"),
    ],
)
def test_a_due_time_says_when_or_by_how_much_it_is_over(due_at: datetime, words: str):
    assert due_in_words(due_at, NOW) == words


def test_times_are_londons_in_summer_and_in_winter():
    assert instant_in_words(datetime(2026, 7, 1, 12, tzinfo=UTC), NOW) == "Wed 1 Jul, 13:00"
    assert instant_in_words(datetime(2026, 12, 1, 12, tzinfo=UTC), NOW) == "Tue 1 Dec, 12:00"


def test_near_days_are_counted_in_london_and_not_in_utc():
    half_past_midnight = datetime(2026, 8, 28, 23, 30, tzinfo=UTC)
    assert moment_in_words(half_past_midnight, NOW) == "tomorrow, Sat 29 Aug, 00:30"


def test_another_year_is_named():
    assert day_in_words(date(2025, 1, 2), NOW) == "Thu 2 Jan 2025"


@pytest.mark.parametrize(
    ("due_at", "state"),
    [
        (None, "later"),
        (NOW, "overdue"),
        (NOW + timedelta(hours=4), "soon"),
        (NOW + timedelta(hours=4, seconds=1), "later"),
    ],
)
def test_a_due_time_has_a_state(due_at: datetime | None, state: str):
    assert due_state(due_at, NOW) == state


def test_long_spans_are_told_in_days_and_short_ones_in_hours():
    assert duration_in_words(timedelta(hours=71)) == "71 hours"
    assert duration_in_words(timedelta(hours=72)) == "3 days"


def test_the_clock_is_told_in_full():
    assert clock_in_words(NOW) == "Friday 28 August 2026, 16:00"


def test_lists_end_in_a_word():
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"], "or") == "a, b or c"


def test_an_edition_named_by_its_day_is_told_as_a_day():
    assert edition_in_words("2026-03-25") == "25 March 2026"
    assert edition_in_words("second") == "second"
    assert named_edition("2026-03-25") == "edition of 25 March 2026"
    assert named_edition("undated") == "undated edition"


@pytest.mark.parametrize(
    ("label", "counting", "words"),
    [
        ("24 hours", Counting.ELAPSED, "24 hours: nights and weekends count."),
        ("a day", Counting.ELAPSED, "A day: nights and weekends count."),
        (
            "24 working hours",
            Counting.WORKING_DAYS,
            "24 working hours: weekends and bank holidays do not count.",
        ),
        ("24 hours before the meeting", None, "24 hours before the meeting."),
    ],
)
def test_a_limit_says_what_counts_whatever_its_label_is(label: str, counting, words: str):
    assert limit_in_words(label, counting, NOW, NOW) == f"{words} Began Fri 28 Aug, 16:00."


def doer(role: str, agency: str, person: str | None = None) -> TaskDoer:
    return TaskDoer(role, agency.lower(), agency, 7 if person else None, person)


def test_groups_of_several_agencies_are_named_together():
    doers = [doer("line-manager", "School"), doer("line-manager", "Council")]
    assert doers_in_words(doers) == "the line managers of Council and School"


def test_roles_of_the_same_agencies_are_named_together():
    doers = [doer("line-manager", "School"), doer("safeguarding-lead", "School")]
    assert doers_in_words(doers) == "the line managers or safeguarding leads of School"


def test_the_reader_is_you():
    doers = [doer("practitioner", "Council"), doer("practitioner", "School", "A. Reader")]
    assert doers_in_words(doers, 7) == "you or the practitioners of Council"
    assert doers_in_words(doers) == "A. Reader or the practitioners of Council"


def said(title: str, **told) -> Said:
    return Said(title, "", (), **{"texts": (), "facts": (), **told})


def test_what_is_told_in_sentences_stands_before_a_newer_confirmation():
    confirmed = said("Confirm", facts=(("Agreed?", "Yes"),))
    decided, older = (said(title, texts=(("Why?", "Because."),)) for title in ("Decide", "Meet"))
    assert lead_first([confirmed, decided, older]) == (decided, confirmed, older)
    assert lead_first([confirmed]) == (confirmed,)
    assert lead_first([]) == ()


def test_every_side_of_a_step_has_words():
    assert set(SIDES) | {AgencySide.PARTNERSHIP} == set(AgencySide)
