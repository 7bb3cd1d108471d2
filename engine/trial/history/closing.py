"""The raising side of an invented case closes it outside its procedure."""

from collections.abc import Mapping, Sequence
from random import Random
from types import MappingProxyType
from typing import Final

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.persistence.cases import Case, CaseAccess
from engine.runtime.closing import close_case
from engine.vocabulary import Closing

HOW_OFTEN: Final[Mapping[Closing, int]] = MappingProxyType(
    {
        Closing.WITHDRAWN: 5,
        Closing.DUPLICATE: 2,
        Closing.MOVED: 2,
        Closing.NO_LONGER_KNOWN: 2,
        Closing.RAISED_IN_ERROR: 1,
        Closing.OTHER_ROUTE: 1,
    }
)
WORDS = "This invented case ended outside its procedure."


def close_early(engine: Engine, own: Sequence[Actor], reference: str, random: Random) -> None:
    """Close a case as one of the raising side's people, for a reason by chance.

    Raises:
        EngineError: as for closing a case.
    """
    actor = random.choice(own)
    (reason,) = random.choices(list(HOW_OFTEN), list(HOW_OFTEN.values()))
    linked = _earlier(engine, actor, reference) if reason is Closing.DUPLICATE else None
    if reason is Closing.DUPLICATE and linked is None:
        reason = Closing.WITHDRAWN
    answers = {"close_reason": reason.value, "still_at_risk": "no", "close_words": WORDS}
    if linked is None:
        close_case(engine, actor, reference, answers)
        return
    try:
        close_case(engine, actor, reference, {**answers, "linked_case": linked})
    except InputRefusedError:
        close_case(engine, actor, reference, {**answers, "close_reason": Closing.WITHDRAWN.value})


def _earlier(engine: Engine, actor: Actor, reference: str) -> str | None:
    """Return the newest other case that has reached one of the actor's groups."""
    groups = {(group.agency_key, group.role) for group in actor.groups}
    query = (
        select(Case.reference, CaseAccess.agency_key, CaseAccess.role)
        .join(CaseAccess, CaseAccess.case_id == Case.id)
        .where(
            CaseAccess.agency_key.in_({agency for agency, _ in groups}),
            CaseAccess.person_id.in_((0, actor.person_id)),
            Case.reference != reference,
        )
        .order_by(Case.reference.desc())
    )
    with engine.open_reading() as work:
        for other, agency, role in work.session.execute(query):
            if (agency, role) in groups:
                return str(other)
    return None
