"""Where the open cases of a version stand in its diagrams: ids for counting, never shown."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Select, select

from engine.definitions.compiled import CompiledBundle
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.vocabulary import Happening, TaskState

_AT_ONCE = 500
"""Cases whose path is read by one query."""


@dataclass
class CasePlace:
    """Which cases stand at an element, and how many clocks run there."""

    cases: set[uuid.UUID] = field(default_factory=set)
    limits: int = 0


def open_case_ids_of(process_definition_id: int) -> Select[uuid.UUID]:
    """Return the query for the ids of a version's open cases."""
    return select(Case.id).where(
        Case.process_definition_id == process_definition_id, Case.ended_at.is_(None)
    )


def places_of(
    work: UnitOfWork, process_definition_id: int, compiled: CompiledBundle
) -> dict[str, CasePlace]:
    """Return where the open cases stand: at tasks and clocks, and in what lies around these."""
    places: dict[str, CasePlace] = defaultdict(CasePlace)
    at: dict[uuid.UUID, set[str]] = defaultdict(set)
    is_of_version = UserTask.case_id.in_(open_case_ids_of(process_definition_id))
    tasks = select(UserTask.case_id, UserTask.element_id).where(
        UserTask.state == TaskState.OPEN, is_of_version
    )
    for case_id, element_id in work.session.execute(tasks):
        at[case_id].add(element_id)
    timers = (
        select(ProcessInstance.case_id, Timer.element_id)
        .join(ProcessInstance, ProcessInstance.id == Timer.process_instance_id)
        .where(ProcessInstance.case_id.in_(open_case_ids_of(process_definition_id)))
    )
    for case_id, element_id in work.session.execute(timers):
        at[case_id].add(element_id)
        places[element_id].limits += 1
    followed = _followed(work, _in_called(at, compiled))
    for case_id, elements in at.items():
        for element_id in elements | _around(compiled, elements, followed.get(case_id)):
            places[element_id].cases.add(case_id)
    return dict(places)


Followed = tuple[Counter[str], Counter[str]]


def _in_called(at: Mapping[uuid.UUID, set[str]], compiled: CompiledBundle) -> set[uuid.UUID]:
    """Return the cases that stand in a called diagram: who called it, only their path tells."""
    called = {
        element.called_element
        for process in compiled.library.processes
        for element in compiled.library.elements(process)
        if element.called_element
    }
    return {
        case_id
        for case_id, elements in at.items()
        if any(compiled.library.element(key).process_id in called for key in elements)
    }


def _followed(work: UnitOfWork, case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Followed]:
    """Return for each case how often each element was left and each flow followed."""
    found: dict[uuid.UUID, Followed] = {}
    ids = list(case_ids)
    for start in range(0, len(ids), _AT_ONCE):
        query = select(HistoryEvent.case_id, HistoryEvent.details).where(
            HistoryEvent.case_id.in_(ids[start : start + _AT_ONCE]),
            HistoryEvent.kind == Happening.INSTANCE_ADVANCED,
        )
        for case_id, details in work.session.execute(query):
            passed, flows = found.setdefault(case_id, (Counter(), Counter()))
            passed.update(details["passed"])
            flows.update(details["flows"])
    return found


def _around(
    compiled: CompiledBundle, elements: Iterable[str], followed: Followed | None
) -> set[str]:
    """Return the sub-processes around elements, and the calls that led to them."""
    found: set[str] = set()
    inside = list(elements)
    while inside:
        element = compiled.library.element(inside.pop())
        around = {element.parent_id} if element.parent_id else set()
        if followed is not None:
            around |= _open_callers(compiled, element.process_id, followed)
        inside += around - found
        found |= around
    return found


def _open_callers(compiled: CompiledBundle, process_id: str, followed: Followed) -> set[str]:
    passed, flows = followed
    return {
        caller.id
        for process in compiled.library.processes
        for caller in compiled.library.elements(process)
        if caller.called_element == process_id
        and sum(flows[flow] for flow in caller.incoming) > passed[caller.id]
    }
