"""Who is told that a comment was written: those whom it is for, never what it says."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select

from engine.access import EVERY_MEMBER, Group, Opening
from engine.persistence.cases import Case, CaseAccess
from engine.persistence.comments import CaseComment
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency, Person, RoleGrant
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.runtime.act import Act
from engine.runtime.application_notices import (
    ApplicationNotice,
    Sender,
    queue_application_notice,
)
from engine.runtime.journal import Journal
from engine.runtime.locking import main_instance

NAMES: Mapping[str, str] = {
    "COMMENT_WRITTEN": "A comment was written",
    "OWN_COMMENT_WRITTEN": "A comment was written for your agency alone",
}
"""By template."""


def tell_of_comment(act: Act, journal: Journal, comment: CaseComment) -> None:
    """Tell the people of the case who have acted in it or are asked now, but not the writer."""
    openings = tuple(sorted(_people(act, comment).values(), key=lambda one: one.person_id))
    compiled = act.engine.definitions.compiled(act.work, act.case.process_definition_id)
    instance_id = main_instance(act.work, act.case).id
    template = "OWN_COMMENT_WRITTEN" if comment.only_for_agency else "COMMENT_WRITTEN"
    queue_application_notice(
        Sender(act.work, act.case, compiled, instance_id, journal),
        ApplicationNotice(
            template, NAMES[template], openings, only_for_agency=comment.only_for_agency
        ),
    )


def _people(act: Act, comment: CaseComment) -> dict[int, Opening]:
    """Return by id whom the case has reached, who acted or are asked, and may read the comment."""
    found = {}
    for query in (_members(act, comment), _named(act, comment)):
        readers = query.where(_may_read(comment), Person.id != act.actor.person_id, Person.active)
        for person_id, agency, role in act.work.session.execute(readers):
            found[person_id] = Opening(Group(agency, role), person_id)
    return found


def _members(act: Act, comment: CaseComment) -> Select[int, str, str]:
    """People of a group that the case has reached: those who acted, and all of an asked group."""
    is_asked = exists().where(
        TaskCandidate.user_task_id == UserTask.id,
        UserTask.case_id == act.case.id,
        TaskCandidate.agency_key == RoleGrant.agency_key,
        TaskCandidate.role == RoleGrant.role,
        TaskCandidate.person_id == EVERY_MEMBER,
    )
    return (
        select(Person.id, RoleGrant.agency_key, RoleGrant.role)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(
            CaseAccess,
            (CaseAccess.agency_key == RoleGrant.agency_key) & (CaseAccess.role == RoleGrant.role),
        )
        .join(Agency, Agency.key == RoleGrant.agency_key)
        .where(
            CaseAccess.case_id == act.case.id,
            CaseAccess.person_id == EVERY_MEMBER,
            RoleGrant.valid_from <= act.now,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > act.now),
            or_(is_asked, *_acted(act.case, comment)),
        )
    )


def _named(act: Act, comment: CaseComment) -> Select[int, str, str]:
    """People whom the case has reached by name: those who acted, and those asked by name."""
    is_asked = exists().where(
        TaskCandidate.user_task_id == UserTask.id,
        UserTask.case_id == act.case.id,
        TaskCandidate.person_id == Person.id,
    )
    return (
        select(Person.id, CaseAccess.agency_key, CaseAccess.role)
        .join(CaseAccess, CaseAccess.person_id == Person.id)
        .join(Agency, Agency.key == CaseAccess.agency_key)
        .where(CaseAccess.case_id == act.case.id, or_(is_asked, *_acted(act.case, comment)))
    )


def _acted(case: Case, comment: CaseComment) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of somebody who has a part in the case already."""
    yield Person.id == case.started_by
    tasks: tuple[Any, ...] = (UserTask.completed_by, UserTask.claimed_by)
    for column in tasks:
        yield Person.id.in_(select(column).where(UserTask.case_id == case.id, column.is_not(None)))
    # Nobody may conclude from a notice that somebody wrote for their own agency alone.
    known = or_(
        CaseComment.only_for_agency.is_(None),
        CaseComment.only_for_agency == comment.only_for_agency,
    )
    writers = select(CaseComment.person_id).where(CaseComment.case_id == case.id, known)
    yield Person.id.in_(writers)


def _may_read(comment: CaseComment) -> ColumnElement[bool]:
    """Return the condition on the agency for which somebody is in the case.

    The partnership's office reads no comment of the agencies.
    """
    if comment.only_for_agency is not None:
        return Agency.key == comment.only_for_agency
    return or_(Agency.sector != PARTNERSHIP_SECTOR, Agency.key == comment.agency_key)
