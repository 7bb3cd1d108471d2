"""The agencies of a case: as rows for people, and as variables for diagrams and forms."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from engine.persistence.cases import Case, CaseAgency
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency, Area
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import participants
from engine.runtime.movement import Movement
from engine.runtime.parties import involved_agencies
from engine.vocabulary import ParticipantSide

PARTIES = ("raising_agency", "receiving_agency", "other_agencies")


def with_agencies(variables: Mapping[str, Any], current: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables of a submit, with `agencies` brought in step where parties are named."""
    named = dict(variables)
    if not any(party in named for party in PARTIES):
        return named
    return {**named, "agencies": list(involved_agencies({**current, **named}))}


def rewrite_participants(movement: Movement, variables: Mapping[str, Any]) -> None:
    """Write the agencies of the case again when a submit has named them."""
    if not any(party in variables for party in PARTIES):
        return
    current = movement.process.variables
    session, case_id = movement.work.session, movement.case.id
    raising, receiving = current.get("raising_agency"), current.get("receiving_agency")
    sides = dict.fromkeys(involved_agencies(current), ParticipantSide.OTHER)
    if receiving:
        sides[receiving] = ParticipantSide.RECEIVING
    if raising:
        sides[raising] = ParticipantSide.RAISING
    session.execute(delete(CaseAgency).where(CaseAgency.case_id == case_id))
    session.add_all(
        CaseAgency(case_id=case_id, agency_key=agency, side=side) for agency, side in sides.items()
    )


def partnership_office(work: UnitOfWork, partnership_key: str) -> str | None:
    """Return the key of the agency that is the partnership's own office."""
    query = select(Agency.key).where(
        Agency.partnership_key == partnership_key, Agency.sector == PARTNERSHIP_SECTOR
    )
    return work.session.scalar(query)


def parties_of(work: UnitOfWork, case: Case) -> dict[str, Any]:
    """Return the variables that name the parties of a case, from its rows."""
    sides: dict[str, list[str]] = {}
    for one in participants(work, [case.id]).get(case.id, ()):
        sides.setdefault(one.side, []).append(one.agency_key)
    parties = {
        "case_reference": case.reference,
        "area": case.area_key,
        "social_care_agency": work.get_one(Area, case.area_key).social_care_agency,
        "partnership_office": partnership_office(work, case.partnership_key),
        "raised_by": case.started_by,
        "raising_agency": next(iter(sides.get(ParticipantSide.RAISING, ())), None),
        "receiving_agency": next(iter(sides.get(ParticipantSide.RECEIVING, ())), None),
        "other_agencies": sorted(sides.get(ParticipantSide.OTHER, ())),
    }
    return {**parties, "agencies": list(involved_agencies(parties))}
