"""Why a case was closed outside its procedure, in the words of whoever closed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.access import Actor
from engine.context import Engine
from engine.definitions.application_forms import CLOSE_OTHER, application_form
from engine.persistence.cases import CLOSING_LABEL, CaseClosing
from engine.persistence.directory import Agency, Person
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.answers import Reader
from engine.queries.cases import find_case


@dataclass(frozen=True)
class ClosingText:
    """What was written when a case was closed, without what the reader may not see."""

    person_name: str
    agency_name: str
    closed_at: datetime
    answers: Mapping[str, Any]


def load_closing(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str
) -> ClosingText | None:
    """Return what was written when a case was closed outside its procedure; None: it was not.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    closing = work.session.get(CaseClosing, case.id)
    if closing is None:
        return None
    answers = engine.sealer.open_json(closing.answers, CLOSING_LABEL)
    hidden = {"case"} if Reader(engine, work, actor, case).is_office_only else set()
    questions = application_form(CLOSE_OTHER).questions
    return ClosingText(
        person_name=work.session.get_one(Person, closing.person_id).name,
        agency_name=work.session.get_one(Agency, closing.agency_key).name,
        closed_at=closing.closed_at,
        answers={key: answers[key] for key in answers if questions[key].visible_to not in hidden},
    )
