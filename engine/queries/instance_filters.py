"""Which process instances a list shows; as a query string it is an address, or kept."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, select, union_all

from engine.errors import InputRefusedError
from engine.persistence.cases import Case, CaseAgency
from engine.persistence.instances import Incident, ProcessInstance, Timer
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_search import references_meant
from engine.queries.instance_versions import VersionRow
from engine.vocabulary import IncidentState, InstanceState, TaskState

OPEN, ANY = "open", "any"
OPEN_STATES = (InstanceState.ACTIVE, InstanceState.SUSPENDED)
STATES: Mapping[str | None, tuple[InstanceState, ...]] = {
    None: tuple(InstanceState),
    OPEN: OPEN_STATES,
    **{state.value: (state,) for state in InstanceState},
}
"""What the words of the filter mean; None narrows nothing."""
YES = "yes"
MOST_CHARACTERS = 200
MOST_DAYS = 36_500


@dataclass(frozen=True)
class InstanceFilter:
    """Which instances; what is empty does not matter."""

    state: str | None = None
    """An `InstanceState`, or `OPEN`: what has not ended, suspended or not."""
    process_definition_key: str = ""
    version: int | None = None
    """The number of a version of the procedure; without a procedure it means nothing."""
    process_definition_id: int | None = None
    """One version, by the id that the API gives it."""
    element_id: str = ""
    """An element at which a user task is open, a timer waits or an incident is open."""
    agency_key: str = ""
    """An agency that takes part in the case."""
    older_than_days: int | None = None
    """Started longer ago than so many times 24 hours."""
    newer_than_days: int | None = None
    is_overdue: bool = False
    """The time limit of an open user task has passed."""
    has_incident: bool = False
    reference: str = ""
    """The reference of the case, or what somebody remembers of it."""

    @property
    def narrows(self) -> bool:
        """Tell whether anything but the state is asked for."""
        return self != InstanceFilter(self.state)

    @property
    def states(self) -> tuple[InstanceState, ...]:
        """Return the states that fit."""
        return STATES[self.state]

    def fits(self, version: VersionRow) -> bool:
        """Tell whether instances of a version can fit."""
        return (
            self.process_definition_key in {"", version.key}
            and (
                self.version is None
                or not self.process_definition_key
                or self.version == version.version
            )
            and self.process_definition_id in {None, version.id}
        )

    def few(self, work: UnitOfWork, now: datetime) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions that few instances fulfil: they are looked for there.

        Raises:
            InputRefusedError: the reference cannot be one.
        """
        if self.reference:
            meant = select(Case.id).where(
                Case.reference.in_(references_meant(work, self.reference))
            )
            yield ProcessInstance.case_id.in_(meant)
        if self.element_id:
            yield ProcessInstance.id.in_(_at_element(self.element_id))
        if self.is_overdue:
            late = select(UserTask.process_instance_id).where(
                UserTask.state == TaskState.OPEN, UserTask.due_at <= now
            )
            yield ProcessInstance.id.in_(late)
        if self.has_incident:
            stopped = select(Incident.process_instance_id)
            yield ProcessInstance.id.in_(stopped.where(Incident.state == IncidentState.OPEN))

    def ages(self, now: datetime) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions on when an instance started."""
        if self.older_than_days is not None:
            yield ProcessInstance.started_at <= now - timedelta(days=self.older_than_days)
        if self.newer_than_days is not None:
            yield ProcessInstance.started_at > now - timedelta(days=self.newer_than_days)

    def sifting(self, case_id: SQLColumnExpression[uuid.UUID]) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions that each instance has to be asked for, by its case."""
        if self.agency_key:
            yield exists().where(
                CaseAgency.case_id == case_id, CaseAgency.agency_key == self.agency_key
            )

    def query(self) -> dict[str, str]:
        """Return what the address says, always in the same order; nothing for what is empty."""
        procedure = self.process_definition_key
        said = {
            "state": "" if self.state == OPEN else self.state or ANY,
            "procedure": f"{procedure}:{self.version}" if self.version is not None else procedure,
            "element": self.element_id,
            "agency": self.agency_key,
            "older": "" if self.older_than_days is None else str(self.older_than_days),
            "newer": "" if self.newer_than_days is None else str(self.newer_than_days),
            "overdue": YES if self.is_overdue else "",
            "incident": YES if self.has_incident else "",
            "reference": self.reference,
        }
        return {name: value for name, value in said.items() if value}

    def query_string(self) -> str:
        """Return the query as text."""
        return urlencode(self.query())

    @classmethod
    def from_query_string(cls, query_string: str) -> "InstanceFilter":
        """Return the filter of a query string; raises as `read_instance_filter` does."""
        return read_instance_filter(dict(parse_qsl(query_string)))


def read_instance_filter(query: Mapping[str, Any]) -> InstanceFilter:
    """Return the filter that an address asks for; what it does not know is left alone.

    Without a word about it, the address means what has not ended.

    Raises:
        InputRefusedError: a value is none that could be.
    """
    names = ("state", "procedure", "element", "agency", "reference")
    text = {name: str(query.get(name) or "").strip() for name in names}
    if any("\0" in value or len(value) > MOST_CHARACTERS for value in text.values()):
        message = "A filter holds a value that no process instance can have."
        raise InputRefusedError(message)
    state = text["state"] or OPEN
    if state not in {ANY, *STATES}:
        message = "There is no such state of a process instance."
        raise InputRefusedError(message)
    key, _, version = text["procedure"].partition(":")
    return InstanceFilter(
        state=None if state == ANY else state,
        process_definition_key=key,
        version=_number("The version", version, 2**31 - 1),
        element_id=text["element"],
        agency_key=text["agency"],
        older_than_days=_number("“Started more than … days ago”", query.get("older"), MOST_DAYS),
        newer_than_days=_number("“Started less than … days ago”", query.get("newer"), MOST_DAYS),
        is_overdue=query.get("overdue") == YES,
        has_incident=query.get("incident") == YES,
        reference=text["reference"],
    )


def _number(what: str, typed: Any, most: int) -> int | None:
    text = str(typed or "").strip()
    if not text:
        return None
    # Other digits than these would be read as numbers too.
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)) or int(text) > most:
        message = f"{what} takes a whole number up to {most:,}."
        raise InputRefusedError(message)
    return int(text)


def _at_element(element_id: str) -> Any:
    tables = (
        (UserTask, UserTask.state == TaskState.OPEN),
        (Timer, Timer.due_at.is_not(None)),
        (Incident, Incident.state == IncidentState.OPEN),
    )
    return union_all(
        *(
            select(table.process_instance_id).where(table.element_id == element_id, is_open)
            for table, is_open in tables
        )
    )
