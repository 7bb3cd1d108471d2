"""Reads who stands where in a case: its agencies, who raised it, and who has acted for whom."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, bindparam, literal, select, union_all

from engine.access import Group, Opening, Sides
from engine.persistence.cases import Case, CaseAgency
from engine.persistence.directory import Agency
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.staffing import NO_STAFF, Staff, bound_mask, staff_of_rows
from engine.vocabulary import ParticipantSide

_SIDES = (
    select(
        literal("side").label("kind"),
        CaseAgency.agency_key.label("agency_key"),
        CaseAgency.side.label("word"),
        Case.started_by.label("person_id"),
    )
    .join(Case, Case.id == CaseAgency.case_id)
    .where(CaseAgency.case_id == bindparam("case_id"))
)
# What was done for a child in danger takes nobody's side.
_ACTED = (
    select(literal("acted"), UserTask.acted_for, literal(""), UserTask.completed_by)
    .where(
        UserTask.case_id == bindparam("case_id"),
        UserTask.completed_by.is_not(None),
        UserTask.is_danger.is_(False),
    )
    .distinct()
)
_OPENINGS = select(
    literal("opening"), TaskCandidate.agency_key, TaskCandidate.role, TaskCandidate.person_id
).where(TaskCandidate.user_task_id == bindparam("user_task_id"))
_STAFF = select(literal("staff"), Agency.key, literal(""), bound_mask()).where(
    Agency.key.in_(select(CaseAgency.agency_key).where(CaseAgency.case_id == bindparam("case_id")))
)
# Built once, and one statement: everybody who comes to a task passes here.
_AT_THE_DOOR: CompoundSelect[Any] = union_all(_SIDES, _ACTED, _OPENINGS)
_TO_MOVE: CompoundSelect[Any] = union_all(_SIDES, _ACTED, _OPENINGS, _STAFF)
_OF_A_CASE: CompoundSelect[Any] = union_all(_SIDES, _ACTED)


def load_sides(work: UnitOfWork, case_id: uuid.UUID) -> Sides:
    """Return who stands where in a case."""
    return work.once((load_sides, case_id), lambda: _load_sides(work, case_id))


def _load_sides(work: UnitOfWork, case_id: uuid.UUID) -> Sides:
    rows = work.session.connection().execute(_OF_A_CASE, {"case_id": case_id}).all()
    return _sides([tuple(row) for row in rows])


@dataclass(frozen=True)
class Door:
    """What decides who may do a task of a case."""

    sides: Sides
    openings: tuple[Opening, ...]
    staff: Staff = NO_STAFF
    """Who can act in what comes next, for those who are going to move the case."""


def load_door(
    work: UnitOfWork,
    case_id: uuid.UUID,
    user_task_id: uuid.UUID,
    *,
    staff_at: datetime | None = None,
) -> Door:
    """Return who stands where in a case, to whom a task is open and, if asked, its staff then."""
    values: dict[str, Any] = {"case_id": case_id, "user_task_id": user_task_id}
    query = _AT_THE_DOOR if staff_at is None else _TO_MOVE
    if staff_at is not None:
        values["now"] = staff_at
    rows = [tuple(row) for row in work.session.connection().execute(query, values)]
    openings = tuple(
        Opening(Group(agency, role), person)
        for kind, agency, role, person in rows
        if kind == "opening"
    )
    sides = _sides(rows)
    masks = [(agency, mask) for kind, agency, _, mask in rows if kind == "staff"]
    if staff_at is None:
        return Door(sides, openings)
    return Door(sides, openings, staff_of_rows(masks, sides.involved))


def _sides(rows: list[tuple[str, str, str, int]]) -> Sides:
    named = [(agency, word, person) for kind, agency, word, person in rows if kind == "side"]
    raising = next((a for a, word, _ in named if word == ParticipantSide.RAISING), None)
    raised_by = named[0][2] if named else 0
    acted = {(person, agency) for kind, agency, _, person in rows if kind == "acted"}
    if raising is not None:
        acted.add((raised_by, raising))
    return Sides(
        raising=raising,
        involved=frozenset(agency for agency, _, _ in named),
        acted=frozenset(acted),
        raised_by=raised_by,
    )
