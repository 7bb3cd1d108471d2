"""The written calendar, read back by the library and by the rules of RFC 5545."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from api.pages.due_calendar import write_calendar
from engine.clock import LONDON
from engine.queries.due_times import DueTask
from engine.queries.limits import Counting

BASE = "https://concord.example"
OPENED = datetime(2026, 8, 28, 15, 0, 0, 123456, tzinfo=UTC)
TASK_ID = uuid.UUID(int=7)
ODD = (
    "a; b, c \\ d\\n",
    'quoted "words": and more',
    "two\r\nlines\tand a tab",
    "BEGIN:VEVENT\r\nSUMMARY:not ours",
    "ÄÖÜ – “ß” 漢字 🚨" * 20,
    "x" * 400,
)


def due_task(**changed):
    facts = {
        "id": TASK_ID,
        "reference": "BRK-2026-000123",
        "name": "Review information",
        "stage_title": "Line managers",
        "is_danger": False,
        "opened_at": OPENED,
        "due_at": OPENED + timedelta(hours=24),
        "limit": "24 hours",
        "counting": Counting.ELAPSED,
        "is_overdue": False,
    }
    return DueTask(**(facts | changed))


def event_of(task):
    (event,) = Calendar.from_ical(write_calendar([task], BASE)).walk("VEVENT")
    return event


def test_an_event_ends_when_the_task_is_due_and_says_why_and_where():
    event = event_of(due_task())
    due_at = datetime(2026, 8, 29, 15, 0, tzinfo=UTC)
    assert str(event["SUMMARY"]) == "BRK-2026-000123: Review information (Line managers)"
    assert event.decoded("DTEND") == due_at
    assert event.decoded("DTSTART") == due_at - timedelta(minutes=30)
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Due Saturday 29 August 2026, 16:00, London time.",
        "24 hours: nights and weekends count. Began Fri 28 Aug, 16:00.",
        f"{BASE}/tasks/{TASK_ID}",
    ]
    assert str(event["UID"]) == f"{TASK_ID}@concord.example"
    assert str(event["URL"]) == f"{BASE}/tasks/{TASK_ID}"
    assert (str(event["TRANSP"]), str(event["CLASS"])) == ("TRANSPARENT", "PRIVATE")


def test_a_reminder_comes_an_hour_before_the_due_time():
    (alarm,) = event_of(due_task()).walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(hours=-1)
    assert alarm["TRIGGER"].params["RELATED"] == "END"
    assert str(alarm["ACTION"]) == "DISPLAY"


def test_what_is_overdue_or_of_danger_says_so_first():
    assert str(event_of(due_task(is_overdue=True))["SUMMARY"]).startswith("Overdue: BRK-")
    both = event_of(due_task(is_overdue=True, is_danger=True))
    assert str(both["SUMMARY"]).startswith("Child in danger and overdue: BRK-")


def test_an_event_changes_when_its_task_falls_overdue_and_at_no_other_time():
    tasks = [due_task(), due_task(is_overdue=True)]
    stamps = [event_of(task).decoded("DTSTAMP") for task in tasks]
    assert stamps == [OPENED.replace(microsecond=0), tasks[1].due_at.replace(microsecond=0)]
    assert [event_of(task).decoded("LAST-MODIFIED") for task in tasks] == stamps


def test_the_same_tasks_give_the_same_bytes():
    tasks = [due_task(), due_task(id=uuid.UUID(int=8), limit="", counting=None)]
    assert write_calendar(tasks, BASE) == write_calendar(list(tasks), BASE)
    assert write_calendar(tasks, BASE) != write_calendar(tasks[:1], BASE)


def test_without_a_limit_it_says_only_when():
    text = str(event_of(due_task(limit="", counting=None))["DESCRIPTION"])
    assert len(text.split("\n")) == 2


@pytest.mark.parametrize("label", ODD)
def test_odd_labels_come_back_as_they_were_on_lines_of_at_most_75_bytes(label):
    content = write_calendar([due_task(name=label, stage_title=label, limit=label)], BASE)
    lines = content.split(b"\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, lines)) <= 75
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode()
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    one_line = " ".join(label.split())
    assert str(event["SUMMARY"]) == f"BRK-2026-000123: {one_line} ({one_line})"
    assert len(event.errors) == 0


@pytest.mark.parametrize(
    ("due_at", "wall"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "01:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "01:30"),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "00:59"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "02:00"),
    ],
)
def test_a_due_time_stays_the_same_instant_when_the_clocks_change(due_at, wall):
    event = event_of(due_task(due_at=due_at))
    assert event.decoded("DTEND") == due_at
    assert f"{event.decoded('DTEND').astimezone(LONDON):%H:%M}" == wall
    assert f", {wall}, London time." in str(event["DESCRIPTION"])
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=30)


def test_calendars_are_told_to_read_it_again_every_hour():
    lines = write_calendar([due_task()], BASE).decode().split("\r\n")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert "X-PUBLISHED-TTL:PT1H" in lines


def test_an_empty_calendar_is_a_calendar_all_the_same():
    calendar = Calendar.from_ical(write_calendar([], BASE))
    assert calendar.walk("VEVENT") == []
    assert str(calendar["X-WR-CALNAME"]) == "Concord: due times"
    assert calendar.decoded("REFRESH-INTERVAL") == timedelta(hours=1)
