"""Due times as a calendar in the form of iCalendar. It says nothing about a child."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Alarm, Calendar, Event, vDuration

from api.pages.limits import limit_in_words
from api.pages.wording import clock_in_words
from engine.english import listed
from engine.queries.due_times import DueTask

CONTENT_TYPE = "text/calendar; charset=utf-8"
LENGTH = timedelta(minutes=30)
"""How long an event looks; it ends at the due time."""
WARNING = timedelta(hours=1)
READ_AGAIN = timedelta(hours=1)
NAME = "Concord: due times"


def write_calendar(tasks: Sequence[DueTask], base_url: str) -> bytes:
    """Return one event for each task. The same tasks give the same bytes.

    Times are in UTC, which every calendar shows in its reader's own time: no time zone has to be
    described, and none can be wrong on the day on which the clocks change.

    Source: RFC 5545; RFC 7986 for the name and how often to read again.
    """
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Concord//Due times//EN")
    calendar.add("NAME", NAME)
    calendar.add("X-WR-CALNAME", NAME)
    calendar.add("REFRESH-INTERVAL", READ_AGAIN, parameters={"VALUE": "DURATION"})
    # Outlook's name for the same. The library knows no type for it, and would write “1:00:00”.
    calendar.add("X-PUBLISHED-TTL", vDuration(READ_AGAIN))
    host = base_url.partition("://")[2]
    for task in tasks:
        calendar.add_component(_event(task, f"{base_url}/tasks/{task.id}", host))
    written: bytes = calendar.to_ical()
    return written


def _event(task: DueTask, url: str, host: str) -> Event:
    event = Event()
    event.add("UID", _uid(task.id, host))
    # Without a METHOD these say when the event last changed: when it opened, or fell overdue.
    changed_at = task.due_at if task.is_overdue else task.opened_at
    for name, at in (("DTSTAMP", changed_at), ("LAST-MODIFIED", changed_at)):
        event.add(name, _second(at))
    event.add("CREATED", _second(task.opened_at))
    event.add("DTSTART", _second(task.due_at - LENGTH))
    event.add("DTEND", _second(task.due_at))
    event.add("SUMMARY", _summary(task))
    event.add("DESCRIPTION", "\n".join([*_why(task), url]))
    event.add("URL", url)
    # Nobody is busy because of it, and colleagues who see the calendar need not read it.
    event.add("TRANSP", "TRANSPARENT")
    event.add("CLASS", "PRIVATE")
    event.add_component(_alarm(task))
    return event


def _uid(task_id: UUID, host: str) -> str:
    return f"{task_id}@{host}"


def _second(at: datetime) -> datetime:
    """Return the time without what a calendar cannot write."""
    return at.replace(microsecond=0)


def _summary(task: DueTask) -> str:
    """Return “BRK-2026-000123: Review information (Line managers)” on one line."""
    pressing = ["child in danger"] if task.is_danger else []
    if task.is_overdue:
        pressing.append("overdue")
    ahead = f"{listed(pressing).capitalize()}: " if pressing else ""
    return _one_line(f"{ahead}{task.reference}: {task.name} ({task.stage_title})")


def _why(task: DueTask) -> list[str]:
    """Return until when, and why then, in words that do not change from day to day."""
    due = [f"Due {clock_in_words(task.due_at)}, London time."]
    if task.limit:
        words = limit_in_words(task.limit, task.counting, task.opened_at, task.opened_at)
        due.append(_one_line(words))
    return due


def _alarm(task: DueTask) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", _summary(task))
    alarm.add("TRIGGER", -WARNING, parameters={"RELATED": "END"})
    return alarm


def _one_line(text: str) -> str:
    return " ".join(text.split())
