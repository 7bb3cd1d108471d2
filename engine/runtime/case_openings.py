"""An administrator opens a case to read what people wrote: with a reason, for a while, and told.

Source: docs/operations-room.md: opening a case as an outsider asks for a reason and is
logged. The people of the case read in its timeline who opened it and when; why stands in the
operations room.
"""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import update

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.case_openings import REASON_LABEL, CaseOpening
from engine.persistence.cases import Case
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import columns_of, insert_rows
from engine.queries.administered import administers
from engine.runtime.journal import Journal
from engine.runtime.locking import lock_case
from engine.vocabulary import Happening

OPEN_FOR = timedelta(hours=8)
"""One working day: an opening is for a question at hand, not for looking in from now on."""
MOST_REASON = 1000


def open_case(engine: Engine, actor: Actor, reference: str, reason: str) -> datetime:
    """Open a case to an administrator, and write that into its history; return when it ends.

    Raises:
        NotFoundError: there is no such case, or the actor does not administer it.
        InputRefusedError: no reason was given, or it is too long.
    """
    why = reason.strip()
    if not why:
        message = "Say why you need to read this case. The reason is kept with the opening."
        raise InputRefusedError(message)
    if len(why) > MOST_REASON:
        message = f"Keep the reason within {MOST_REASON:,} characters."
        raise InputRefusedError(message)
    with engine.open_unit_of_work() as work:
        case, now = _administered(work, actor, reference), engine.clock.now()
        opening = CaseOpening(
            id=uuid.uuid4(),
            case_id=case.id,
            opened_by=actor.person_id,
            opened_at=now,
            reason=engine.sealer.seal_json(why, REASON_LABEL),
            ends_at=now + OPEN_FOR,
        )
        insert_rows(work, CaseOpening, [columns_of(opening)])
        journal = Journal(case, now, actor)
        journal.note(
            Happening.CASE_OPENED,
            details={"opening": str(opening.id), "ends_at": opening.ends_at.isoformat()},
        )
        journal.write(work)
        work.commit()
        return opening.ends_at


def shut_case(engine: Engine, actor: Actor, reference: str) -> None:
    """End the actor's own openings of a case before their time; without one nothing happens.

    Raises:
        NotFoundError: there is no such case, or the actor does not administer it.
    """
    with engine.open_unit_of_work() as work:
        case, now = _administered(work, actor, reference), engine.clock.now()
        work.session.execute(
            update(CaseOpening)
            .where(
                CaseOpening.case_id == case.id,
                CaseOpening.opened_by == actor.person_id,
                CaseOpening.ends_at > now,
            )
            .values(ends_at=now)
        )
        work.commit()


def _administered(work: UnitOfWork, actor: Actor, reference: str) -> Case:
    case = lock_case(work, reference)
    if not administers(work, actor, case):
        raise NotFoundError("case", reference)
    return case
