"""Process instances for administrators: a list of where they are. Never people's text."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import defer

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError, NotAllowedError
from engine.persistence.cases import Case
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.instances import Incident, ProcessInstance, Timer
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import is_administered_by
from engine.queries.instance_filters import OPEN, OPEN_STATES, InstanceFilter
from engine.queries.instance_places import Place, load_places
from engine.queries.instance_walks import walk_all, walk_instances
from engine.queries.paging import Page, checked_limit, newest_first_cursor
from engine.vocabulary import IncidentState, Role

MOST_COUNTED = 1_000
MOST_CHOSEN = 10_000
"""How many instances one operation takes."""
PART = 1_000
"""How many rows of a whole list are read at once."""
LEFT_OUT = (defer(ProcessInstance.workflow), defer(Case.identity_hint))
"""What is sealed: a list never needs the state of a workflow."""


@dataclass(frozen=True)
class InstanceRow:
    """One process instance in a list."""

    id: uuid.UUID
    reference: str
    process_id: str
    process_definition_id: int
    process_definition_key: str
    version: int
    is_main: bool
    message: str | None
    """The message that started a linked instance."""
    stage: str
    state: str
    revision: int
    started_at: datetime
    ended_at: datetime | None
    open_incidents: int
    next_due_at: datetime | None
    """When its next timer is due."""
    places: tuple[Place, ...] = ()
    """Where it stands; lists say so, beside what is open in one instance nobody needs it."""


@dataclass(frozen=True)
class InstancePage(Page[InstanceRow]):
    """A page of instances."""

    count: int | None = None
    """How many fit, on the first page; at most `MOST_COUNTED`, and one more for those beyond."""
    is_cut_off: bool = False
    """Not all was looked through: more may fit."""
    is_last_of_look: bool = False
    """The next page begins behind what was looked through."""


ANY_INSTANCE = InstanceFilter()
Found = tuple[ProcessInstance, Case, ProcessDefinition, int, datetime | None]


def list_instances(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    *,
    only: InstanceFilter = ANY_INSTANCE,
    limit: int = 50,
    cursor: str | None = None,
) -> InstancePage:
    """Return a page of the instances of the partnerships that the actor administers, newest first.

    What it costs does not grow with the instances that there are.

    Raises:
        NotAllowedError: the actor is no administrator.
        InputRefusedError: the limit or the cursor cannot be used, or the reference cannot be one.
    """
    _require_administrator(actor)
    size = checked_limit(limit)
    now = engine.clock.now()
    # The first page looks a little further than it shows, and so knows how many there are.
    most = size + 1 if cursor else max(size, MOST_COUNTED) + 1
    walked = walk_instances(work, actor, only, now, most, cursor)
    shown = walked.keys[:size]
    last = shown[-1] if len(walked.keys) > size else walked.examined_to
    return InstancePage(
        rows=_rows(engine, work, actor, [instance_id for _, instance_id in shown]),
        next_cursor=newest_first_cursor(*last) if last else None,
        count=None if cursor else len(walked.keys),
        is_cut_off=walked.examined_to is not None,
        is_last_of_look=last is not None and last == walked.examined_to,
    )


def every_instance(
    engine: Engine, work: UnitOfWork, actor: Actor, only: InstanceFilter
) -> Iterator[tuple[InstanceRow, ...]]:
    """Yield all that fit, the newest first, in parts; raises as `list_instances` does."""
    _require_administrator(actor)
    for keys in walk_all(work, actor, only, engine.clock.now(), PART):
        yield _rows(engine, work, actor, [instance_id for _, instance_id in keys])
        # Nothing of a part is needed for the next one.
        work.session.expunge_all()


def choose_all(
    engine: Engine, work: UnitOfWork, actor: Actor, only: InstanceFilter
) -> tuple[uuid.UUID, ...]:
    """Return the ids of all that fit and have not ended, the newest first, to act on them.

    Raises:
        NotAllowedError: the actor is no administrator.
        InputRefusedError: there are more than one operation takes.
    """
    _require_administrator(actor)
    open_only = only if only.state in OPEN_STATES else replace(only, state=OPEN)
    chosen: list[uuid.UUID] = []
    for keys in walk_all(work, actor, open_only, engine.clock.now(), PART):
        chosen += [instance_id for _, instance_id in keys]
        if len(chosen) > MOST_CHOSEN:
            message = (
                f"More than {MOST_CHOSEN:,} process instances fit. Narrow the filter, and act on "
                "them in parts."
            )
            raise InputRefusedError(message)
    return tuple(chosen)


def select_instances(actor: Actor) -> Select[*Found]:
    """Return the query for `instance_row`, narrowed to what the actor administers."""
    incidents = select(func.count()).where(
        and_(
            Incident.process_instance_id == ProcessInstance.id,
            Incident.state == IncidentState.OPEN,
        )
    )
    next_due = select(func.min(Timer.due_at)).where(Timer.process_instance_id == ProcessInstance.id)
    return (
        select(
            ProcessInstance,
            Case,
            ProcessDefinition,
            incidents.correlate(ProcessInstance).scalar_subquery(),
            next_due.correlate(ProcessInstance).scalar_subquery(),
        )
        .join(Case, Case.id == ProcessInstance.case_id)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.process_definition_id)
        .where(is_administered_by(actor))
    )


def instance_row(row: Row[*Found], places: tuple[Place, ...] = ()) -> InstanceRow:
    """Return a result of `select_instances` as a row of a list."""
    instance, case, definition, incidents, next_due = row
    return InstanceRow(
        id=instance.id,
        reference=case.reference,
        process_id=instance.process_id,
        process_definition_id=definition.id,
        process_definition_key=definition.key,
        version=definition.version,
        is_main=instance.is_main,
        message=instance.message,
        stage=case.stage,
        state=instance.state,
        revision=instance.revision,
        started_at=instance.started_at,
        ended_at=instance.ended_at,
        open_incidents=incidents,
        next_due_at=next_due,
        places=places,
    )


def _require_administrator(actor: Actor) -> None:
    if not actor.has_role(Role.ADMINISTRATOR):
        message = "Process instances are for administrators."
        raise NotAllowedError(message)


def _rows(
    engine: Engine, work: UnitOfWork, actor: Actor, ids: Sequence[uuid.UUID]
) -> tuple[InstanceRow, ...]:
    if not ids:
        return ()
    places = load_places(engine, work, ids)
    query = select_instances(actor).where(ProcessInstance.id.in_(ids)).options(*LEFT_OUT)
    rows = {
        row[0].id: instance_row(row, places.get(row[0].id, ()))
        for row in work.session.execute(query)
    }
    return tuple(rows[instance_id] for instance_id in ids if instance_id in rows)
