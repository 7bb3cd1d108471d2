"""Finding a case, and what every list of cases says."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engine.access import Actor
from engine.definitions.compiled import CompiledBundle
from engine.errors import NotFoundError
from engine.persistence.cases import Case, CaseAgency
from engine.persistence.directory import Agency
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.names import element_name
from engine.queries.visibility import case_is_open_to
from engine.vocabulary import CLOSINGS, ParticipantSide

_SIDES = list(ParticipantSide)


@dataclass(frozen=True)
class Participant:
    """An agency that takes part in a case."""

    agency_key: str
    agency_name: str
    side: str


def outcome_in_words(compiled: CompiledBundle, case: Case) -> str | None:
    """Return how a case ended: why it was closed, or the label of the end that was reached."""
    if case.closed_as is not None:
        words = CLOSINGS[case.closed_as]
        return f"{words[0].upper()}{words[1:]}"
    return element_name(compiled, case.outcome) or None


def find_case(work: UnitOfWork, actor: Actor, reference: str) -> Case:
    """Return a case that has reached the actor.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = work.once(("case", actor, reference), lambda: _find(work, actor, reference))
    if case is None:
        raise NotFoundError("case", reference)
    return case


def case_of(work: UnitOfWork, reference: str) -> Case | None:
    """Return a case by its reference, or None. Whoever asks checks the access."""
    query = select(Case).where(Case.reference == reference)
    return work.once((case_of, reference), lambda: work.session.scalar(query))


def _find(work: UnitOfWork, actor: Actor, reference: str) -> Case | None:
    query = select(Case).where(Case.reference == reference, case_is_open_to(actor))
    case = work.session.scalar(query)
    if case is not None:
        work.once((case_of, reference), lambda: case)
    return case


def participants(
    work: UnitOfWork, case_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, tuple[Participant, ...]]:
    """Return the agencies of these cases: raising, receiving, others by name."""
    return work.once((participants, tuple(case_ids)), lambda: _participants(work, case_ids))


def _participants(
    work: UnitOfWork, case_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, tuple[Participant, ...]]:
    query = (
        select(CaseAgency.case_id, CaseAgency.agency_key, Agency.name, CaseAgency.side)
        .join(Agency, Agency.key == CaseAgency.agency_key)
        .where(CaseAgency.case_id.in_(case_ids))
        .order_by(Agency.name)
    )
    agencies: defaultdict[uuid.UUID, list[Participant]] = defaultdict(list)
    for case_id, key, name, side in work.session.execute(query):
        agencies[case_id].append(Participant(key, name, side))
    return {
        case_id: tuple(sorted(found, key=lambda p: _SIDES.index(ParticipantSide(p.side))))
        for case_id, found in agencies.items()
    }
