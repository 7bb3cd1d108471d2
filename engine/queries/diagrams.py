"""Where a case stands in its diagrams, and the path that it took."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.definitions.drawing import DrawnState
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import Incident, ProcessInstance, Timer
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import find_case
from engine.queries.task_rows import is_overdue
from engine.queries.tasks_of_case import tasks_of_case
from engine.spiff.library import Element
from engine.vocabulary import Happening, IncidentState, TaskState


@dataclass(frozen=True)
class DiagramState:
    """What `engine.definitions.drawing.draw_diagram` marks; for all diagrams of a case at once."""

    states: Mapping[str, DrawnState]
    taken: frozenset[str]
    """Ids of the sequence flows that were followed."""
    counts: Mapping[str, int]
    """How many user tasks are open at an element, where it is more than one."""
    left_undone: frozenset[str] = frozenset()
    """Ids of the user tasks that were reached and closed without having been completed."""


def load_diagram_state(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str
) -> DiagramState:
    """Return the states of the elements of a case's diagrams.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    return diagram_state(engine, work, find_case(work, actor, reference))


def diagram_state(engine: Engine, work: UnitOfWork, case: Case) -> DiagramState:
    """Return the states of the elements of a case. The caller has checked the access."""
    passed, flows = _path(work, case)
    tasks = tasks_of_case(work, case.id)
    open_tasks = [task for task in tasks if task.state == TaskState.OPEN]
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    states: dict[str, DrawnState] = dict.fromkeys(passed, "done")
    waiting = {task.element_id for task in open_tasks} | set(_waiting_events(work, case))
    waiting -= {timer for timer in waiting if _is_boundary(compiled, timer)}
    states |= dict.fromkeys(_around(compiled, waiting, passed, flows) | waiting, "active")
    now = engine.clock.now()
    states |= {task.element_id: "overdue" for task in open_tasks if is_overdue(task, now)}
    states |= dict.fromkeys(_failed(work, case), "failed")
    counts = Counter(task.element_id for task in open_tasks)
    several = {element_id: count for element_id, count in counts.items() if count > 1}
    left_undone = {task.element_id for task in tasks if task.state == TaskState.CANCELLED}
    return DiagramState(states, frozenset(flows), several, frozenset(left_undone - set(states)))


def _path(work: UnitOfWork, case: Case) -> tuple[Counter[str], Counter[str]]:
    """Return how often each element was left and each sequence flow followed."""
    query = select(HistoryEvent.details).where(
        HistoryEvent.case_id == case.id, HistoryEvent.kind == Happening.INSTANCE_ADVANCED
    )
    passed: Counter[str] = Counter()
    flows: Counter[str] = Counter()
    for details in work.session.scalars(query):
        passed.update(details["passed"])
        flows.update(details["flows"])
    return passed, flows


def _waiting_events(work: UnitOfWork, case: Case) -> Iterator[str]:
    query = (
        select(Timer.element_id)
        .join(ProcessInstance, ProcessInstance.id == Timer.process_instance_id)
        .where(ProcessInstance.case_id == case.id)
    )
    yield from work.session.scalars(query)


def _is_boundary(compiled: CompiledBundle, element_id: str) -> bool:
    return compiled.library.element(element_id).attached_to is not None


def _around(
    compiled: CompiledBundle, waiting: set[str], passed: Counter[str], flows: Counter[str]
) -> set[str]:
    """Return the sub-processes around what waits, and the call activities that lead to it."""
    found: set[str] = set()
    inside = set(waiting)
    while inside:
        element = compiled.library.element(inside.pop())
        around = {element.parent_id} if element.parent_id else set()
        for caller in _callers(compiled, element.process_id):
            entered = sum(flows[flow] for flow in caller.incoming)
            if entered > passed[caller.id]:
                around.add(caller.id)
        inside |= around - found
        found |= around
    return found


def _callers(compiled: CompiledBundle, process_id: str) -> Iterator[Element]:
    for process in compiled.library.processes:
        for element in compiled.library.elements(process):
            if element.called_element == process_id:
                yield element


def _failed(work: UnitOfWork, case: Case) -> list[str]:
    query = select(Incident.element_id).where(
        Incident.case_id == case.id,
        Incident.state == IncidentState.OPEN,
        Incident.element_id.is_not(None),
    )
    return [element_id for element_id in work.session.scalars(query) if element_id]
