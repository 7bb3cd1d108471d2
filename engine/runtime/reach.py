"""Notes to whom a case has become known; from then on they may see it."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from engine.access import Opening
from engine.persistence.cases import CaseAccess
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import insert_missing_rows
from engine.vocabulary import Role


def open_case_to(
    work: UnitOfWork, case_id: uuid.UUID, openings: Iterable[Opening], since: datetime
) -> None:
    """Let groups and people see a case; those who already may are left as they are.

    The procedures group is told of learning and gaps, and the case stays closed to it.
    """
    insert_missing_rows(
        work,
        CaseAccess,
        (
            {
                "case_id": case_id,
                "agency_key": opening.group.agency_key,
                "role": opening.group.role,
                "person_id": opening.person_id,
                "since": since,
            }
            for opening in dict.fromkeys(openings)
            if opening.person_id or opening.group.role != Role.PROCEDURES_GROUP
        ),
    )
