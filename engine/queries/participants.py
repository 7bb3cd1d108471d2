"""The agencies that take part in a case, and those that could."""

from sqlalchemy import select

from engine.persistence.cases import Case
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import Participant, case_of, participants


def participants_of(work: UnitOfWork, reference: str) -> tuple[Participant, ...]:
    """Return the agencies of a case. Whoever asks has checked the access."""
    case = case_of(work, reference)
    return participants(work, [case.id]).get(case.id, ()) if case else ()


def agencies_that_could_join(work: UnitOfWork, reference: str) -> tuple[tuple[str, str], ...]:
    """Return key and name of the partnership's agencies that take no part yet, by name."""
    inside = [one.agency_key for one in participants_of(work, reference)]
    query = (
        select(Agency.key, Agency.name)
        .join(Case, Case.partnership_key == Agency.partnership_key)
        .where(
            Case.reference == reference,
            Agency.sector != PARTNERSHIP_SECTOR,
            Agency.key.not_in(inside),
        )
        .order_by(Agency.name)
    )
    return tuple((key, name) for key, name in work.session.execute(query))
