"""Start a case: a difference of opinion about one child."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor, Group, Opening
from engine.clock import LONDON
from engine.context import Engine
from engine.errors import IdempotencyKeyReusedError, InputRefusedError
from engine.persistence.access_tokens import IdempotentRequest
from engine.persistence.cases import Case, CaseAgency, ReferenceCounter
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Area
from engine.persistence.history_chain import FIRST_HASH
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import columns_of, conflict_insert, insert_missing_rows, insert_rows
from engine.queries.definitions import followed_version
from engine.runtime.act import Act
from engine.runtime.execution import Beginning, save, start_instance
from engine.runtime.journal import Journal
from engine.runtime.links import Link, find_ended, kind_of_new_case, link_cases
from engine.runtime.participants import parties_of
from engine.runtime.reach import open_case_to
from engine.vocabulary import ParticipantSide, Role


@dataclass(frozen=True)
class StartedCase:
    """A case that has just begun, with the raising task that it opened for the actor."""

    reference: str
    case_id: uuid.UUID
    user_task_id: uuid.UUID


@dataclass(frozen=True)
class NewCase:
    """What a new case is to be."""

    area_key: str | None = None
    process_definition_key: str | None = None
    agency_key: str | None = None
    """The agency that raises it; needed when the actor works for several."""
    after: str | None = None
    """Reference of an ended case that is raised again. Nothing of its content is copied."""


def start_case(
    engine: Engine,
    actor: Actor,
    *,
    area_key: str | None = None,
    process_definition_key: str | None = None,
    agency_key: str | None = None,
    idempotency_key: str | None = None,
) -> StartedCase:
    """Start a case under the procedure that the child's area follows.

    Raises:
        InputRefusedError: no such area, none published for it, or the actor does not work for
            `agency_key`.
        IdempotencyKeyReusedError: the key came before with another request.
    """
    new = NewCase(area_key, process_definition_key, agency_key)
    return _start(engine, actor, new, idempotency_key)


def raise_again(
    engine: Engine,
    actor: Actor,
    after: str,
    *,
    area_key: str,
    agency_key: str | None = None,
    idempotency_key: str | None = None,
) -> StartedCase:
    """Start a new case that is linked to an ended one; nothing of its content is copied.

    Raises:
        InputRefusedError: the ended case is not known to the actor or goes on, or as for
            `start_case`.
        IdempotencyKeyReusedError: the key came before with another request.
    """
    new = NewCase(area_key=area_key, agency_key=agency_key, after=after)
    return _start(engine, actor, new, idempotency_key)


def _start(engine: Engine, actor: Actor, new: NewCase, idempotency_key: str | None) -> StartedCase:
    said = [new.area_key, new.process_definition_key, new.agency_key]
    said += [new.after] if new.after else []
    request = hashlib.sha256("|".join(map(str, said)).encode()).hexdigest()
    with engine.open_unit_of_work() as work:
        remembered = _remember(engine, work, actor, idempotency_key, request)
        if remembered is not None and remembered.result:
            return _replay(work, remembered, request)
        earlier = find_ended(work, actor, new.after) if new.after else None
        area = _area(work, new.area_key, new.process_definition_key)
        definition = _definition(work, area, engine.clock.now())
        raising = _raising_group(actor, new.agency_key)
        case, movement_task = _begin(engine, work, actor, area, definition, raising)
        if earlier is not None:
            act = Act(engine, work, actor, raising, case, engine.clock.now())
            journal = act.open_journal()
            link_cases(act, journal, Link(case, earlier, kind_of_new_case(earlier)))
            journal.write(work)
        if remembered is not None:
            remembered.result = case.reference
        work.commit()
        return StartedCase(case.reference, case.id, movement_task)


def _begin(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    area: Area,
    definition: ProcessDefinition,
    raising: Group,
) -> tuple[Case, uuid.UUID]:
    compiled = engine.definitions.compiled(work, definition.id)
    now = engine.clock.now()
    stages = compiled.procedure.stages
    case = Case(
        id=uuid.uuid4(),
        reference=_next_reference(work, compiled.procedure.reference_prefix, now),
        area_key=area.key,
        partnership_key=area.partnership_key,
        process_definition_id=definition.id,
        started_by=actor.person_id,
        started_at=now,
        stage=stages[0].id if stages else "",
        stage_started_at=now,
        open_instances=0,
        history_count=0,
        counted_history=0,
        history_hash=FIRST_HASH,
        revision=0,
    )
    insert_rows(work, Case, [columns_of(case)])
    work.send()
    work.session.add(
        CaseAgency(case_id=case.id, agency_key=raising.agency_key, side=ParticipantSide.RAISING)
    )
    work.session.flush()
    journal = Journal(case, now, actor, raising.agency_key)
    movement = start_instance(
        engine,
        work,
        case,
        Beginning(definition.key, parties_of(work, case)),
        journal,
    )
    save(movement)
    open_case_to(work, case.id, [Opening(raising, actor.person_id)], now)
    return case, movement.opened[0].id


def _remember(
    engine: Engine, work: UnitOfWork, actor: Actor, key: str | None, request: str
) -> IdempotentRequest | None:
    """Write a request with a key down, unless it is there; it has a result if it came before.

    Of two at once the second waits here for the first, and then finds its result.
    """
    if not key:
        return None
    row = {
        "person_id": actor.person_id,
        "key": key,
        "request_hash": request,
        "result": "",
        "made_at": engine.clock.now(),
    }
    insert_missing_rows(work, IdempotentRequest, [row])
    work.send()
    return work.session.get_one(IdempotentRequest, (actor.person_id, key))


def _replay(work: UnitOfWork, known: IdempotentRequest, request: str) -> StartedCase:
    """Return what the same request made before."""
    if known.request_hash != request:
        raise IdempotencyKeyReusedError
    case = work.session.scalars(select(Case).where(Case.reference == known.result)).one()
    first_task = (
        select(UserTask.id).where(UserTask.case_id == case.id).order_by(UserTask.opened_at).limit(1)
    )
    return StartedCase(case.reference, case.id, work.session.scalars(first_task).one())


def _area(work: UnitOfWork, area_key: str | None, process_definition_key: str | None) -> Area:
    query = select(Area).order_by(Area.key).limit(1)
    if area_key is not None:
        query = query.where(Area.key == area_key)
    elif process_definition_key is not None:
        query = query.where(Area.process_definition_key == process_definition_key)
    else:
        message = "Say in which area the child lives."
        raise InputRefusedError(message)
    area = work.session.scalar(query)
    if area is None:
        message = f"No area {area_key or process_definition_key} follows a procedure here."
        raise InputRefusedError(message)
    return area


def _definition(work: UnitOfWork, area: Area, now: datetime) -> ProcessDefinition:
    """Return the version of the edition that the area follows now."""
    definition = followed_version(work, area.process_definition_key, area.edition, now)
    if definition is None:
        message = f"No procedure has been published for {area.name} yet."
        raise InputRefusedError(message)
    return definition


def _raising_group(actor: Actor, agency_key: str | None) -> Group:
    """Return the group as which the actor raises: anybody who works with children may.

    Source: Berkshire clause P-12.
    """
    office = {Role.EDITOR, Role.ADMINISTRATOR, Role.BUSINESS_MANAGER, Role.PROCEDURES_GROUP}
    case_roles = set(Role) - office
    groups = sorted(group for group in actor.groups if group.role in case_roles)
    if agency_key is not None:
        groups = [group for group in groups if group.agency_key == agency_key]
    if not groups:
        message = "You can raise a difference only for an agency that you work for."
        raise InputRefusedError(message)
    return groups[0]


def _next_reference(work: UnitOfWork, prefix: str, now: datetime) -> str:
    """Return the next reference, for example BRK-2026-000123; the counter's row is the lock."""
    year = now.astimezone(LONDON).year
    first = conflict_insert(work, ReferenceCounter).values(prefix=prefix, year=year, last=1)
    counted = first.on_conflict_do_update(
        index_elements=["prefix", "year"], set_={"last": ReferenceCounter.last + 1}
    ).returning(ReferenceCounter.last)
    return f"{prefix}-{year}-{work.session.scalars(counted).one():06d}"
