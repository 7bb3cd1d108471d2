"""Checks what was answered to the questions of an operation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.errors import InputRefusedError
from engine.operations.kind import Asks, Kind, Question


def checked_answers(kind: Kind, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers as the kind takes them; times stay texts with an offset.

    Raises:
        InputRefusedError: an answer is missing, wrong, or answers no question.
    """
    known = {question.key for question in kind.questions}
    unknown = sorted(answers.keys() - known)
    if unknown:
        message = f"“{kind.title}” does not ask for {', '.join(unknown)}."
        raise InputRefusedError(message)
    return {
        question.key: _checked(question, answers.get(question.key)) for question in kind.questions
    }


def _checked(question: Question, answer: Any) -> Any:
    if answer is None or (isinstance(answer, str) and not answer.strip()):
        if question.is_required:
            message = f"Answer “{question.label}”"
            raise InputRefusedError(message)
        return None
    if question.asks is Asks.VALUE:
        return answer
    if not isinstance(answer, str):
        message = f"“{question.label}” takes a text."
        raise InputRefusedError(message)
    if question.asks is Asks.TIME:
        return _instant(question, answer).isoformat()
    return answer.strip()


def _instant(question: Question, answer: str) -> datetime:
    try:
        at = datetime.fromisoformat(answer)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        message = (
            f"“{question.label}” takes a time with its offset, such as 2026-03-25T09:00+00:00."
        )
        raise InputRefusedError(message)
    return at
