"""Asks about free text that looks like personal data, wherever somebody writes about a case.

A question is no refusal: the writer changes the text, or says why it has to stay.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from engine.clock import LONDON
from engine.definitions.compiled import CompiledBundle
from engine.errors import AnswersQuestionedError
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.known_terms import load_known_terms
from engine.runtime.child_numbers import OpenCase
from forms.definition import FormDefinition
from forms.fields.field import Field
from forms.personal_data import (
    NO_TERMS,
    Finding,
    FindingKind,
    KnownTerms,
    find_personal_data,
)

SHORTEST_REASON, LONGEST_REASON = 10, 300
CHANGE_OR_SAY: Final = ". Change it, or say why it has to stay"
_MOST_NAMED = 5
_ONE: Final = {
    FindingKind.NAME: "looks like a person’s name",
    FindingKind.BIRTH_DATE: "looks like a date of birth",
    FindingKind.NHS_NUMBER: "looks like an NHS number",
}
_SEVERAL: Final = {
    FindingKind.NAME: "look like people’s names",
    FindingKind.BIRTH_DATE: "look like dates of birth",
    FindingKind.NHS_NUMBER: "look like NHS numbers",
}

Text = tuple[Field, str]
"""A question of a form, and what was written there."""


@dataclass(frozen=True)
class Question:
    """One question about one answer."""

    key: str
    kind: str
    """A `FindingKind`, or `open_case`."""
    message: str
    anchor: str
    words: tuple[str, ...] = ()
    """The passages that were found."""
    open_case: OpenCase | None = None


@dataclass(frozen=True)
class TextAsker:
    """Asks about texts of one case: the names of its procedure and agencies are nobody's name."""

    work: UnitOfWork
    compiled: CompiledBundle
    now: datetime

    def ask(self, texts: Iterable[Text]) -> Iterator[Question]:
        """Yield a question for each text and kind of personal data in it."""
        asked = list(texts)
        found = {field.key: self._find(text, NO_TERMS) for field, text in asked}
        if any(one.kind is FindingKind.NAME for findings in found.values() for one in findings):
            # Only now: what looks like a name may be in the directory, which costs a look.
            known = load_known_terms(self.work, self.compiled)
            found = {field.key: self._find(text, known) for field, text in asked}
        for field, _ in asked:
            yield from questions_about(field, found[field.key])

    def reasons_to_keep(
        self, texts: Iterable[Text], kept_reasons: Mapping[str, str]
    ) -> dict[str, str]:
        """Return why questioned texts stay, by question; empty when nothing was asked.

        Raises:
            AnswersQuestionedError: a question has no reason, or none of sensible length.
        """
        questions = tuple(self.ask(texts))
        reasons, unanswered = answered(questions, kept_reasons)
        if unanswered:
            raise AnswersQuestionedError(unanswered)
        return reasons

    def _find(self, text: str, known: KnownTerms) -> tuple[Finding, ...]:
        return find_personal_data(text, known, self.now.astimezone(LONDON).date())


def questioned_texts(form: FormDefinition, answers: Mapping[str, Any]) -> Iterator[Text]:
    """Yield the answers of a form that are asked about."""
    for key, field in form.questions.items():
        is_asked = field.is_questioned and not field.is_identity_hint
        if is_asked and isinstance(answers.get(key), str):
            yield field, answers[key]


def answered(
    questions: Iterable[Question], kept_reasons: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Question, ...]]:
    """Return the reasons that can be taken, by question, and the questions without one."""
    asked = tuple(questions)
    typed = {question.key: kept_reasons.get(question.key, "").strip() for question in asked}
    reasons = {key: reason for key, reason in typed.items() if _is_reason(reason)}
    unanswered = tuple(
        replace(question, message=_too_short(question)) if typed[question.key] else question
        for question in asked
        if question.key not in reasons
    )
    return reasons, unanswered


def _is_reason(text: str) -> bool:
    # Half of a pair of characters, which JSON can carry, cannot be written down again.
    is_text = not any("\ud800" <= character <= "\udfff" for character in text)
    return is_text and SHORTEST_REASON <= len(text) <= LONGEST_REASON


def _too_short(question: Question) -> str:
    found = question.message.removesuffix(CHANGE_OR_SAY)
    return f"{found}. Your reason must have {SHORTEST_REASON} to {LONGEST_REASON} characters"


def questions_about(field: Field, findings: tuple[Finding, ...]) -> Iterator[Question]:
    """Yield a question for each kind of personal data that was found in a field’s text."""
    for kind in FindingKind:
        words = [one.words for one in findings if one.kind is kind]
        if words:
            named = tuple(dict.fromkeys(words))[:_MOST_NAMED]
            yield Question(field.key, kind, _message(field, kind, named), field.anchor, named)


def _message(field: Field, kind: FindingKind, words: tuple[str, ...]) -> str:
    quoted = " and ".join(f"“{passage}”" for passage in words)
    looks = (_ONE if len(words) == 1 else _SEVERAL)[kind]
    return f"{field.subject}: {quoted} {looks}{CHANGE_OR_SAY}"
