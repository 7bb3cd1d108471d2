"""What is written when a case is closed outside its procedure: checked, questioned and sealed."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import select

from engine.context import Engine
from engine.definitions.application_forms import CLOSE_OTHER, application_form
from engine.errors import AnswersInvalidError, InputRefusedError, NotFoundError
from engine.persistence.cases import CLOSING_LABEL, KEPT_REASONS, Case, CaseClosing
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.act import Act
from engine.runtime.text_questions import TextAsker, questioned_texts
from engine.vocabulary import Closing
from forms.errors import AnswersRefused
from forms.validation import validate_answers


def check_closing(
    engine: Engine, reference: str, answers: Mapping[str, Any], kept_reasons: Mapping[str, str]
) -> dict[str, Any]:
    """Return the answers as the form takes them, before anything is closed.

    Whoever asks has checked the access.

    Raises:
        AnswersInvalidError: the form refuses answers.
        AnswersQuestionedError: a text looks like personal data, and no reason says why it stays.
    """
    clean = valid_closing(answers)
    with engine.open_reading() as work:
        case = work.session.scalar(select(Case).where(Case.reference == reference))
        if case is None:
            raise NotFoundError("case", reference)
        reasons_to_keep(engine, work, case, clean, kept_reasons)
    return clean


def valid_closing(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers as the form takes them; raises as `check_closing` does."""
    try:
        return validate_answers(application_form(CLOSE_OTHER), answers, {}, {})
    except AnswersRefused as refused:
        raise AnswersInvalidError(refused.errors) from refused


def accepted_closing(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return valid answers that name the other case where there has to be one.

    Raises:
        AnswersInvalidError: the form refuses answers.
        InputRefusedError: a duplicate does not say of which case.
    """
    clean = valid_closing(answers)
    if clean["close_reason"] == Closing.DUPLICATE and not clean.get("linked_case"):
        message = "Enter the reference of the case in which it is dealt with."
        raise InputRefusedError(message)
    return clean


def reasons_to_keep(
    engine: Engine,
    work: UnitOfWork,
    case: Case,
    clean: Mapping[str, Any],
    kept_reasons: Mapping[str, str],
) -> dict[str, str]:
    """Return why questioned texts stay; raises as `check_closing` does."""
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    asker = TextAsker(work, compiled, engine.clock.now())
    texts = questioned_texts(application_form(CLOSE_OTHER), clean)
    return asker.reasons_to_keep(texts, kept_reasons)


def closing_row(act: Act, answers: Mapping[str, Any], reasons: Mapping[str, str]) -> CaseClosing:
    """Return what is kept of a closing, sealed: the answers, and with them why a text stays."""
    document = {**answers, KEPT_REASONS: dict(reasons)} if reasons else dict(answers)
    return CaseClosing(
        case_id=act.case.id,
        answers=act.engine.sealer.seal(orjson.dumps(document), CLOSING_LABEL),
        person_id=act.actor.person_id,
        agency_key=act.group.agency_key,
        closed_at=act.now,
    )
