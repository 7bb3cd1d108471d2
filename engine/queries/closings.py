"""Why a case was closed outside its procedure, in the words of whoever closed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.application_forms import CLOSE_OTHER, application_form
from engine.persistence.cases import CLOSING_LABEL, KEPT_REASONS, Case, CaseClosing
from engine.persistence.directory import Agency, Person
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.answers import Reader
from engine.queries.cases import find_case
from engine.queries.visibility import case_is_open_to

LINKED_CASE = "linked_case"
"""The question that names another case."""


@dataclass(frozen=True)
class ClosingText:
    """What was written when a case was closed, without what the reader may not see."""

    person_name: str
    agency_name: str
    closed_at: datetime
    answers: Mapping[str, Any]
    kept_reasons: Mapping[str, str]
    """By question: why something stays that looks like personal data."""


def load_closing(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str
) -> ClosingText | None:
    """Return what was written when a case was closed outside its procedure; None: it was not.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    closing = work.session.get(CaseClosing, case.id) if case.closed_as else None
    if closing is None:
        return None
    answers = engine.sealer.open_json(closing.answers, CLOSING_LABEL)
    reasons = answers.pop(KEPT_REASONS, {})
    hidden = {"case"} if Reader(engine, work, actor, case).is_office_only else set()
    questions = application_form(CLOSE_OTHER).questions
    unseen = _unseen(work, actor, answers)
    read = {
        key: answer
        for key, answer in answers.items()
        if key not in unseen and questions[key].visible_to not in hidden
    }
    return ClosingText(
        person_name=work.session.get_one(Person, closing.person_id).name,
        agency_name=work.session.get_one(Agency, closing.agency_key).name,
        closed_at=closing.closed_at,
        answers=read,
        kept_reasons={key: reason for key, reason in reasons.items() if key in read},
    )


def _unseen(work: UnitOfWork, actor: Actor, answers: Mapping[str, Any]) -> set[str]:
    """Return the question that names another case, when the reader may not see that one."""
    reference = str(answers.get(LINKED_CASE) or "").strip().upper()
    query = select(Case.id).where(Case.reference == reference, case_is_open_to(actor))
    return set() if work.session.scalar(query) else {LINKED_CASE}
