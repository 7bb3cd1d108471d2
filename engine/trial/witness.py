"""What has happened in a trial's case since somebody last looked."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.access import Group
from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.notifications import Notification
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.queries.case_limits import limit_verdicts
from engine.vocabulary import Happening, LimitVerdict, TaskState


@dataclass(frozen=True)
class Told:
    """A notice that was queued: by which element, to which groups."""

    element_id: str
    groups: frozenset[Group]
    reporter: str | None
    """The agency of whoever sent the last message before it."""


class Witness:
    """Reads one case's rows; remembers up to where it has told."""

    def __init__(self, engine: Engine, case_id: uuid.UUID) -> None:
        """Watch a case from its beginning."""
        self._engine = engine
        self.case_id = case_id
        self._seen = 0

    def news(self) -> list[HistoryEvent]:
        """Return the history events since the last call."""
        events = [event for event in self.history() if event.number > self._seen]
        self._seen = events[-1].number if events else self._seen
        return events

    def history(self) -> list[HistoryEvent]:
        """Return everything that has happened in the case."""
        with self._engine.open_reading() as work:
            query = select(HistoryEvent).where(HistoryEvent.case_id == self.case_id)
            return list(work.session.scalars(query.order_by(HistoryEvent.number)))

    def case(self) -> Case:
        """Return the case's row."""
        with self._engine.open_reading() as work:
            return work.session.scalars(select(Case).where(Case.id == self.case_id)).one()

    def tasks(self, element_id: str | None = None, *, is_open: bool = True) -> list[UserTask]:
        """Return user tasks of the case, the newest last."""
        query = select(UserTask).where(UserTask.case_id == self.case_id)
        if element_id is not None:
            query = query.where(UserTask.element_id == element_id)
        matches = UserTask.state == TaskState.OPEN if is_open else UserTask.state != TaskState.OPEN
        with self._engine.open_reading() as work:
            rows = work.session.scalars(query.where(matches))
            return sorted(rows, key=lambda row: (row.closed_at or row.opened_at, row.opened_at))

    def asked(self, element_id: str) -> set[Group]:
        """Return the groups to whom open user tasks of an element are open."""
        ids = [task.id for task in self.tasks(element_id)]
        query = select(TaskCandidate).where(TaskCandidate.user_task_id.in_(ids))
        with self._engine.open_reading() as work:
            return {Group(row.agency_key, row.role) for row in work.session.scalars(query)}

    def open_elements(self) -> Counter[str]:
        """Return how many open user tasks each element has."""
        return Counter(task.element_id for task in self.tasks())

    def due_times(self) -> Mapping[str, datetime | None]:
        """Return the due time of each open user task, by element."""
        return {task.element_id: task.due_at for task in self.tasks()}

    def told(self, events: list[HistoryEvent]) -> list[Told]:
        """Return the notices among history events."""
        notices, reporter = [], None
        for event in events:
            if event.kind == Happening.MESSAGE_RECEIVED:
                reporter = event.agency_key
            if event.kind == Happening.NOTIFICATION_QUEUED:
                notices.append(Told(_sender(event), self._groups_told(event), reporter))
        return notices

    def _groups_told(self, event: HistoryEvent) -> frozenset[Group]:
        """Return the groups of a notice; the history does not say those of an agency's own."""
        groups = event.details.get("groups")
        if groups is None:
            with self._engine.open_reading() as work:
                notice_id = uuid.UUID(event.details["notification"])
                groups = work.session.get_one(Notification, notice_id).groups["groups"]
        return frozenset(Group(*group) for group in groups)

    def limit_verdicts(self) -> Mapping[str, LimitVerdict | None]:
        """Return what became of each time limit, by its timer; of several runs the latest."""
        case = self.case()
        with self._engine.open_reading() as work:
            return limit_verdicts(self._engine, work, case)


def _sender(event: HistoryEvent) -> str:
    """Return the element that told people, or the template of a notice of Concord itself."""
    return event.element_id or str(event.details.get("template", ""))


def fired(events: list[HistoryEvent]) -> list[str]:
    """Return the timers that fired among history events."""
    return [event.element_id or "" for event in events if event.kind == Happening.TIMER_FIRED]


def reached(events: list[HistoryEvent]) -> tuple[set[str], set[str]]:
    """Return the elements passed and the sequence flows taken among history events."""
    steps: list[Mapping[str, Any]] = [
        event.details for event in events if event.kind == Happening.INSTANCE_ADVANCED
    ]
    elements = {element for step in steps for element in step["passed"]}
    return elements, {flow for step in steps for flow in step["flows"]}
