"""Works out to whom tasks and notices of a moved instance go, and who stands in."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from engine.access import EVERY_MEMBER, Group, Opening
from engine.persistence.directory import Person, RoleGrant
from engine.runtime.movement import Movement
from engine.runtime.parties import (
    agencies_on_side,
    involved_agencies,
    opening_of_group,
    roles_of_lane,
)
from engine.runtime.staffing import ROLES, Staff, load_staff
from engine.runtime.stand_ins import Asked, who_is_asked
from engine.spiff.element import Element
from engine.spiff.process import OpenTask
from engine.vocabulary import DANGER_MESSAGE, AgencySide
from forms.feel import parse_text


def asked_for_task(movement: Movement, element: Element, task: OpenTask) -> Asked:
    """Return to whom an open task is opened; nobody when its lane and side name no group."""
    variables = movement.process.variables_at(task.id)
    named = _assignee(movement, element, variables)
    if named is not None:
        return _resolved(movement, [named])
    side = AgencySide(element.agency_side or AgencySide.PARTNERSHIP)
    agencies = (task.agency,) if task.agency else agencies_on_side(side, variables)
    roles = roles_in_lane(movement, element, variables)
    groups = dict.fromkeys(Group(agency, role) for role in roles for agency in agencies)
    openings = [opening_of_group(group, variables) for group in groups]
    if side == AgencySide.PARTNERSHIP:
        return Asked(tuple(openings))
    return _resolved(movement, openings)


def with_stand_ins(movement: Movement, openings: Iterable[Opening]) -> tuple[Opening, ...]:
    """Return who hears a notice: those whom it is for and, where none can act, who stands in."""
    wanted = tuple(openings)
    hearing = [*wanted]
    for opening in wanted:
        hearing.extend(_resolved(movement, [opening]).openings)
    return tuple(dict.fromkeys(hearing))


def roles_in_lane(
    movement: Movement, element: Element, variables: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the roles of an element's lane."""
    lane_role = movement.compiled.procedure.lane_roles.get(element.lane_id or "", "")
    return roles_of_lane(lane_role, variables, movement.process.host.functions())


def _resolved(movement: Movement, openings: list[Opening]) -> Asked:
    staff = _staff(movement, openings)
    chosen = {o for o in openings if o.person_id not in (EVERY_MEMBER, _raiser(movement))}

    def able(opening: Opening) -> bool:
        return _still_works(movement, opening) if opening in chosen else staff.able(opening)

    return who_is_asked(openings, able)


def _raiser(movement: Movement) -> int:
    return int(movement.process.variables.get("raised_by") or movement.case.started_by)


def _staff(movement: Movement, openings: list[Opening]) -> Staff:
    """Return who of the openings' agencies can act; looked up once for each instance moved."""
    is_bound = movement.instance.message != DANGER_MESSAGE
    involved = frozenset(involved_agencies(movement.process.variables)) if is_bound else frozenset()
    if movement.staff.involved != involved:
        # The agencies of the case may have been written in this very step.
        movement.work.session.flush()
        movement.staff = _loaded(movement, involved, is_bound=True)
    wanted = {o.group.agency_key for o in openings if o.group.role in ROLES}
    missing = wanted - movement.staff.known
    if missing:
        movement.staff = movement.staff.joined(_loaded(movement, missing, is_bound=False))
    return movement.staff


def _loaded(movement: Movement, agencies: Iterable[str], *, is_bound: bool) -> Staff:
    return load_staff(movement.work, movement.case.id, agencies, movement.now, bound=is_bound)


def _assignee(movement: Movement, element: Element, variables: Mapping[str, Any]) -> Opening | None:
    """Return the one person that a task is for, where the diagram names one (`assignee`).

    Of somebody who works for nobody any more the last role is taken: it says who stands in.
    """
    expression = parse_text(element.properties.get("assignee", ""))
    if expression is None:
        return None
    person = expression.evaluate(variables, movement.process.host.functions())
    if not str(person or "").isdigit():
        return None
    roles = roles_in_lane(movement, element, variables)
    query = select(RoleGrant).where(RoleGrant.person_id == int(str(person)))
    grants = movement.work.session.scalars(query.order_by(RoleGrant.id)).all()
    if not grants:
        return None
    best = max(grants, key=lambda grant: _fitness(movement, grant, roles))
    return Opening(Group(best.agency_key, best.role), int(str(person)))


def _fitness(movement: Movement, grant: RoleGrant, roles: Iterable[str]) -> tuple[bool, ...]:
    """Say how well a grant tells as what somebody was named: a role of their own before others."""
    return _holds(movement, grant), grant.deputy_for is None, grant.role in roles


def _still_works(movement: Movement, opening: Opening) -> bool:
    """Tell whether somebody who was chosen may still act for their agency."""
    query = (
        select(RoleGrant)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.person_id == opening.person_id,
            RoleGrant.agency_key == opening.group.agency_key,
            Person.active,
        )
    )
    grants = movement.work.session.scalars(query)
    return any(_holds(movement, grant) for grant in grants)


def _holds(movement: Movement, grant: RoleGrant) -> bool:
    has_begun = grant.valid_from <= movement.now
    return has_begun and (grant.valid_to is None or grant.valid_to > movement.now)
