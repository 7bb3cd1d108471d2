"""How many process instances stand where: by version, and at each element of one version.

Only what is open is counted, over indexes that hold nothing else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, distinct, func, select

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotFoundError
from engine.persistence.cases import Case
from engine.persistence.instances import Incident, ProcessInstance, Timer
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import is_administered_by
from engine.queries.instance_filters import OPEN_STATES
from engine.queries.instance_places import CATCHING
from engine.queries.instance_versions import VersionRow, administered_versions
from engine.queries.names import element_name
from engine.vocabulary import IncidentState, TaskState

UNKNOWN = ""
"""The element of an incident that names none."""


@dataclass(frozen=True)
class ElementCount:
    """What is open at one element of a version."""

    element_id: str
    name: str
    type: str
    """BPMN's name; empty where the diagram has no such element."""
    tokens: int = 0
    """Open user tasks, or instances that wait for an event in the flow."""
    overdue: int = 0
    """User tasks whose time limit has passed."""
    incidents: int = 0
    timers: int = 0
    """Waiting timers, also on the border of a step."""
    next_due_at: datetime | None = None
    """When the first of the timers is due."""


@dataclass(frozen=True)
class VersionCount:
    """How many instances of one version have not ended, and how many of them press."""

    version: VersionRow
    open: int = 0
    overdue: int = 0
    with_incident: int = 0


def count_versions(engine: Engine, work: UnitOfWork, actor: Actor) -> tuple[VersionCount, ...]:
    """Return the versions that the actor administers, with what has not ended."""
    versions = administered_versions(work, actor)
    groups, instance = ProcessInstance.process_definition_id, ProcessInstance.id
    all_of = select(groups, func.count()).group_by(groups)
    some_of = select(groups, func.count(distinct(instance))).group_by(groups)
    late = some_of.join(UserTask, UserTask.process_instance_id == instance).where(
        UserTask.state == TaskState.OPEN, UserTask.due_at <= engine.clock.now()
    )
    stopped = some_of.join(Incident, Incident.process_instance_id == instance).where(
        Incident.state == IncidentState.OPEN
    )
    open_now, overdue, with_incident = (
        _numbers(work, _of(query, actor, versions)) for query in (all_of, late, stopped)
    )
    return tuple(
        VersionCount(
            version,
            open_now.get(version.id, 0),
            overdue.get(version.id, 0),
            with_incident.get(version.id, 0),
        )
        for version in versions
    )


def count_elements(
    engine: Engine, work: UnitOfWork, actor: Actor, process_definition_id: int
) -> tuple[ElementCount, ...]:
    """Return what is open at each element of a version, in the diagram's order.

    Elements at which nothing is open are left out. An instance that waits for a message alone is
    counted nowhere.

    Raises:
        NotFoundError: there is no such version, or the actor does not administer it.
    """
    versions = [v for v in administered_versions(work, actor) if v.id == process_definition_id]
    if not versions:
        raise NotFoundError("process definition", process_definition_id)
    found: dict[str, dict[str, Any]] = {}
    for query in _at_elements(engine.clock.now()):
        for row in work.session.execute(_of(query, actor, versions)).mappings():
            counts = dict(row)
            found.setdefault(counts.pop("element_id") or UNKNOWN, {}).update(counts)
    library = engine.definitions.compiled(work, process_definition_id).library
    order = [e for process in library.processes for e in library.elements(process)]
    known = {element.id: element for element in order if element.id in found}
    compiled = engine.definitions.compiled(work, process_definition_id)
    rows = []
    for element_id in (*known, *sorted(found.keys() - known.keys())):
        counts, kind = found[element_id], known[element_id].type if element_id in known else ""
        if kind == CATCHING:
            counts["tokens"] = counts.get("timers", 0)
        rows.append(ElementCount(element_id, element_name(compiled, element_id), kind, **counts))
    return tuple(rows)


def _numbers(work: UnitOfWork, query: Select[*tuple[Any, ...]]) -> dict[int, int]:
    return {row[0]: row[1] for row in work.session.execute(query)}


def _at_elements(now: datetime) -> Iterator[Select[*tuple[Any, ...]]]:
    """Yield the counts by element; their columns are called as in `ElementCount`."""
    is_late = case((UserTask.due_at <= now, 1), else_=0)
    yield (
        select(
            UserTask.element_id,
            func.count().label("tokens"),
            func.sum(is_late).label("overdue"),
        )
        .join(ProcessInstance, ProcessInstance.id == UserTask.process_instance_id)
        .where(UserTask.state == TaskState.OPEN)
        .group_by(UserTask.element_id)
    )
    yield (
        select(
            Timer.element_id,
            func.count().label("timers"),
            func.min(Timer.due_at).label("next_due_at"),
        )
        .join(ProcessInstance, ProcessInstance.id == Timer.process_instance_id)
        .group_by(Timer.element_id)
    )
    yield (
        select(Incident.element_id, func.count().label("incidents"))
        .join(ProcessInstance, ProcessInstance.id == Incident.process_instance_id)
        .where(Incident.state == IncidentState.OPEN)
        .group_by(Incident.element_id)
    )


def _of(
    query: Select[*tuple[Any, ...]], actor: Actor, versions: Iterable[VersionRow]
) -> Select[*tuple[Any, ...]]:
    """Narrow a count to what is open, of these versions, and the actor's to see."""
    query = query.where(
        ProcessInstance.process_definition_id.in_([version.id for version in versions]),
        ProcessInstance.state.in_(OPEN_STATES),
    )
    if any(version.is_shared for version in versions):
        is_own: ColumnElement[bool] = is_administered_by(actor)
        query = query.join(Case, Case.id == ProcessInstance.case_id).where(is_own)
    return query
