"""Danger alerts with the time until somebody answered, and other messages."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from engine.english import listed
from engine.queries.case_tasks import CaseTask
from engine.queries.timeline import TimelineEntry
from engine.records.blocks import Block, Facts, Heading, Section, Table
from engine.records.case_file import CaseFile
from engine.records.words import NOTHING, length, moment
from engine.vocabulary import Happening, TaskState

HEAD = ("When", "What", "Who")
WIDTHS = (1.5, 3.5, 2.5)


def alerts(file: CaseFile) -> Section | None:
    """Return every danger alert, then the other messages that people sent."""
    blocks = [*_alerts(file), *_messages(file)]
    return Section("Danger and messages", blocks) if blocks else None


def _alerts(file: CaseFile) -> Iterator[Block | Heading]:
    tasks = [task for task in file.tasks if task.is_danger]
    by_alert = sorted(tasks, key=lambda task: (_began(tasks, task), task.process_instance_id))
    for number, (_, group) in enumerate(
        groupby(by_alert, key=lambda task: task.process_instance_id), start=1
    ):
        yield Heading(f"Immediate danger, report {number}")
        yield Facts(tuple(_facts(file, list(group))))


def _began(tasks: Sequence[CaseTask], task: CaseTask) -> datetime:
    own = [one for one in tasks if one.process_instance_id == task.process_instance_id]
    return min(one.opened_at for one in own)


def _facts(file: CaseFile, tasks: Sequence[CaseTask]) -> Iterator[tuple[str, str]]:
    began = tasks[0].opened_at
    reporters = [entry for entry in _sent(file) if entry.at == began]
    yield "Reported", ", ".join([moment(began), *(_who(entry) for entry in reporters[:1])])
    alert = tasks[0].process_instance_id
    notices = [one for one in file.notices if one.process_instance_id == alert]
    told = [row for notice in notices for row in notice.deliveries]
    yield "First told", _after(began, [row.delivered_at for row in told])
    yield "First read in Concord", _after(began, [row.read_at for row in told])
    done = [task for task in tasks if task.state == TaskState.COMPLETED]
    yield "First answered", _after(began, [task.closed_at for task in done])
    by = [", ".join(filter(None, (t.completed_by_name, t.completed_for_name))) for t in done]
    yield "Answered by", listed(list(dict.fromkeys(by))) or NOTHING
    is_open = any(task.state == TaskState.OPEN for task in tasks)
    yield "Now", "Still open" if is_open else f"Closed {moment(max(_ends(tasks)))}"


def _ends(tasks: Sequence[CaseTask]) -> list[datetime]:
    return [task.closed_at for task in tasks if task.closed_at is not None]


def _after(began: datetime, moments: Sequence[datetime | None]) -> str:
    """Return the first of the moments, and how long after the report it was."""
    known = [at for at in moments if at is not None]
    return f"{moment(min(known))}, after {length(min(known) - began)}" if known else NOTHING


def _messages(file: CaseFile) -> Iterator[Block | Heading]:
    dangers = {task.opened_at for task in file.tasks if task.is_danger}
    rows = [
        (moment(entry.at), entry.sentence, _who(entry))
        for entry in _sent(file)
        if entry.at not in dangers
    ]
    if rows:
        yield Heading("Other messages")
        yield Table(HEAD, rows, WIDTHS)


def _sent(file: CaseFile) -> list[TimelineEntry]:
    return [entry for entry in file.timeline if entry.kind == Happening.MESSAGE_RECEIVED]


def _who(entry: TimelineEntry) -> str:
    return ", ".join(filter(None, (entry.person_name, entry.agency_name))) or NOTHING
