"""Hands an agency's part in a case on to another one: with whoever has acted for it so far."""

import uuid
from datetime import datetime

from sqlalchemy import delete, update

from engine.persistence.cases import FormerAgency
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork


def hand_part_on(
    work: UnitOfWork, case_id: uuid.UUID, leaving: str | None, joining: str, at: datetime
) -> None:
    """Let what was done for the leaving agency count for the joining one.

    Whoever acted for an agency that has left has taken its side all the same: they must not act for
    the other one. Changed back, it counts for the first agency again.
    """
    session = work.session
    of_case = FormerAgency.case_id == case_id
    session.execute(delete(FormerAgency).where(of_case, FormerAgency.agency_key == joining))
    if leaving is None:
        return
    earlier = update(FormerAgency).where(of_case, FormerAgency.successor_key == leaving)
    session.execute(earlier.values(successor_key=joining))
    session.add(
        FormerAgency(case_id=case_id, agency_key=leaving, successor_key=joining, left_at=at)
    )
    done = update(UserTask).where(UserTask.case_id == case_id, UserTask.acted_for == leaving)
    session.execute(done.values(acted_for=joining))
