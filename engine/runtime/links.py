"""Links between cases: told from the later one."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from engine.access import Actor
from engine.errors import InputRefusedError
from engine.persistence.cases import Case, CaseAgency, CaseLink
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import insert_missing_rows
from engine.queries.visibility import case_is_open_to
from engine.runtime.act import Act
from engine.runtime.journal import Journal
from engine.vocabulary import CaseLinkKind, Closing, Happening


def find_linkable(work: UnitOfWork, actor: Actor, reference: str, *, own: Case | None) -> Case:
    """Return a case that the actor may name: one they see, or that their agency takes part in.

    Raises:
        InputRefusedError: there is none, or it is the case itself.
    """
    takes_part = (
        select(CaseAgency.case_id)
        .where(CaseAgency.case_id == Case.id, CaseAgency.agency_key.in_(actor.agencies))
        .exists()
    )
    query = select(Case).where(
        Case.reference == reference.strip().upper(), or_(case_is_open_to(actor), takes_part)
    )
    other = work.session.scalar(query)
    if other is None:
        message = f"There is no case {reference.strip()} that you could name."
        raise InputRefusedError(message)
    if own is not None and other.id == own.id:
        message = "A case cannot be linked to itself."
        raise InputRefusedError(message)
    return other


def find_ended(work: UnitOfWork, actor: Actor, reference: str) -> Case:
    """Return an ended case that has reached the actor, to be raised again.

    Raises:
        InputRefusedError: there is none, or it goes on.
    """
    query = select(Case).where(Case.reference == reference, case_is_open_to(actor))
    case = work.session.scalar(query)
    if case is None or case.ended_at is None:
        message = f"There is no ended case {reference} that you could raise again."
        raise InputRefusedError(message)
    return case


@dataclass(frozen=True)
class Link:
    """Two cases that belong together."""

    later: Case
    earlier: Case
    kind: CaseLinkKind


def link_cases(act: Act, journal: Journal, link: Link) -> None:
    """Link two cases; the same link twice is one. The history of the act's case says so."""
    row = {
        "case_id": link.later.id,
        "other_case_id": link.earlier.id,
        "kind": link.kind,
        "linked_by": act.actor.person_id,
        "linked_at": act.now,
    }
    insert_missing_rows(act.work, CaseLink, [row])
    other = link.earlier if link.later.id == act.case.id else link.later
    journal.note(Happening.CASES_LINKED, details={"other": other.reference, "kind": link.kind})


def kind_of_new_case(earlier: Case) -> CaseLinkKind:
    """Return how a case that is raised after an ended one belongs to it."""
    return CaseLinkKind.MOVED if earlier.closed_as == Closing.MOVED else CaseLinkKind.RAISED_AGAIN
