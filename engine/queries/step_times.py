"""How long each step of a version takes, and how often its limit is missed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import Select, select, union_all

from engine.access import Actor
from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.errors import NotFoundError
from engine.limits import verdict_of
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import is_administered_by
from engine.queries.instance_versions import VersionRow, administered_versions
from engine.spiff.element import Element
from engine.vocabulary import LimitVerdict, TaskState

MOST_ENDS = 500
"""Of each step so many ends are looked at, the newest of the period: what the page costs does not
grow with the cases that there are."""
SLOW_PART = 0.9
Ended = tuple[str, str, datetime, datetime | None, datetime | None, datetime | None]
"""Element, state, and when a task was opened, closed, due and met."""


@dataclass(frozen=True)
class Period:
    """From a moment on, up to and without another one."""

    begin: datetime
    end: datetime


@dataclass(frozen=True)
class StepTimes:
    """What became of one step in a period. Times are real time, nights and weekends included."""

    element_id: str
    name: str
    file: str
    """The diagram in which it stands."""
    completed: int = 0
    undone: int = 0
    """Closed without being completed: its limit passed, or the case went another way."""
    median: timedelta | None = None
    """Half of the completed ones took at most this long, from opening to completing."""
    slow: timedelta | None = None
    """Nine of ten took at most this long."""
    limits: int = 0
    """Ends that had a limit to keep."""
    missed: int = 0
    """It happened after the limit, or not at all; recorded late alone does not count."""
    is_cut_off: bool = False
    """There were more ends than were looked at."""


def list_step_times(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    process_definition_id: int,
    period: Period,
    *,
    most: int = MOST_ENDS,
) -> tuple[StepTimes, ...]:
    """Return the user tasks of a version in the diagrams' order, with what ended in a period.

    Of each step the newest ends are looked at, at most so many.

    Raises:
        NotFoundError: there is no such version, or the actor does not administer it.
    """
    found = [v for v in administered_versions(work, actor) if v.id == process_definition_id]
    if not found:
        raise NotFoundError("process definition", process_definition_id)
    compiled = engine.definitions.compiled(work, process_definition_id)
    steps = list(_user_tasks(compiled))
    ends: dict[str, list[Any]] = {step.id: [] for step in steps}
    if steps:
        parts = [_ends_of(step, found[0], actor, period).limit(most + 1) for step in steps]
        for row in work.session.execute(union_all(*(part.subquery().select() for part in parts))):
            ends[row.element_id].append(row)
    now = engine.clock.now()
    return tuple(_times(step, ends[step.id], now, most) for step in steps)


def _user_tasks(compiled: CompiledBundle) -> Iterator[Element]:
    library = compiled.library
    for process_id in library.processes:
        yield from (one for one in library.elements(process_id) if one.type == "userTask")


def _ends_of(step: Element, version: VersionRow, actor: Actor, period: Period) -> Select[*Ended]:
    query = (
        select(
            UserTask.element_id,
            UserTask.state,
            UserTask.opened_at,
            UserTask.closed_at,
            UserTask.due_at,
            UserTask.met_at,
        )
        .join(ProcessInstance, ProcessInstance.id == UserTask.process_instance_id)
        .where(
            UserTask.element_id == step.id,
            UserTask.closed_at >= period.begin,
            UserTask.closed_at < period.end,
            ProcessInstance.process_definition_id == version.id,
        )
        .order_by(UserTask.closed_at.desc())
    )
    if version.is_shared:
        query = query.join(Case, Case.id == UserTask.case_id).where(is_administered_by(actor))
    return query


def _times(step: Element, rows: Sequence[Any], now: datetime, most: int) -> StepTimes:
    newest = rows[:most]
    done = [row for row in newest if row.state == TaskState.COMPLETED]
    lengths = sorted(row.closed_at - row.opened_at for row in done)
    verdicts = [verdict for row in newest if (verdict := _verdict(row, now)) is not None]
    return StepTimes(
        element_id=step.id,
        name=step.name,
        file=step.file,
        completed=len(done),
        undone=len(newest) - len(done),
        median=part_of(lengths, 0.5),
        slow=part_of(lengths, SLOW_PART),
        limits=len(verdicts),
        missed=verdicts.count(LimitVerdict.LATE),
        is_cut_off=len(rows) > most,
    )


def part_of(lengths: Sequence[timedelta], part: float) -> timedelta | None:
    """Return the shortest of sorted lengths that this part of them does not exceed."""
    return lengths[ceil(part * len(lengths)) - 1] if lengths else None


def _verdict(row: Any, now: datetime) -> LimitVerdict | None:
    """Return what became of the limit; None where there was none, or it was not for this step."""
    if row.due_at is None or (row.met_at is None and row.state == TaskState.COMPLETED):
        return None
    return verdict_of(row.due_at, row.met_at, row.closed_at, now)
