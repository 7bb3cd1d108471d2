"""Asks about answers that look like personal data, or like a case that is open already.

A question is no refusal: the writer changes the text, or says why it has to stay. Danger is never
held up by one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.access import Actor
from engine.clock import LONDON
from engine.definitions.application_forms import LATE, application_form
from engine.persistence.cases import CaseLink
from engine.persistence.tasks import UserTask
from engine.persistence.writing import insert_missing_rows
from engine.queries.known_terms import load_known_terms
from engine.runtime.child_numbers import (
    OpenCase,
    child_numbers,
    find_open_case,
    keep_child_numbers,
)
from engine.runtime.movement import Movement
from engine.runtime.remarks import Remarks
from engine.vocabulary import DANGER_MESSAGE, CaseLinkKind, Happening
from forms.definition import FormDefinition
from forms.fields.field import Field
from forms.personal_data import (
    NO_TERMS,
    Finding,
    FindingKind,
    KnownTerms,
    find_personal_data,
)

OPEN_CASE: Final = "open_case"
"""The kind of the question whether this is the case that is open already."""
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
class Asked:
    """What was asked about the answers of one submit, and what was said to it."""

    questions: tuple[Question, ...]
    unanswered: tuple[Question, ...]
    reasons: Mapping[str, str]
    """By question: why it stays. Only where something was asked."""
    numbers: Mapping[str, str]
    """Case numbers of the child among the answers."""
    linked: OpenCase | None

    def details(self) -> dict[str, Any]:
        """Return what the history keeps: fields and kinds, never the text."""
        kept, noted = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        unanswered = {question.key for question in self.unanswered}
        for question in self.questions:
            (noted if question.key in unanswered else kept)[question.key].append(question.kind)
        parts = {"kept": dict(kept), "noted": dict(noted)}
        return {name: part for name, part in parts.items() if part}


def ask(
    movement: Movement, task: UserTask, actor: Actor, clean: Mapping[str, Any], remarks: Remarks
) -> Asked:
    """Return what has to be asked about valid answers, and which of it is unanswered."""
    form = movement.compiled.forms[task.form_key]
    numbers = child_numbers(form, clean)
    open_case = _open_case(movement, actor, numbers, clean) if numbers else None
    questions = [*_about_texts(movement, form, clean, remarks)]
    if open_case is not None:
        questions.append(_about(open_case, form.field(open_case.key)))
    keys = {question.key for question in questions}
    typed = {key: remarks.kept_reasons.get(key, "").strip() for key in keys}
    said = {key: reason for key, reason in typed.items() if reason}
    reasons = {key: reason for key, reason in said.items() if _is_reason(reason)}
    is_linked = open_case is not None and remarks.link_to_open_case
    unanswered = [
        replace(question, message=_too_short(question)) if question.key in said else question
        for question in questions
        if question.key not in reasons and not (question.open_case and is_linked)
    ]
    linked = open_case if is_linked else None
    return Asked(tuple(questions), tuple(unanswered), reasons, numbers, linked)


def is_never_held_up(form: FormDefinition, task: UserTask, clean: Mapping[str, Any]) -> bool:
    """Tell whether the submit is about danger now: nothing may delay it."""
    return task.is_danger or any(
        field.properties.get("sendsMessage") == f"{clean.get(field.key)}={DANGER_MESSAGE}"
        for field in form.all_fields()
    )


def keep_answered(movement: Movement, actor: Actor, asked: Asked) -> None:
    """Write what later cases about the same child are found by, and the link to an earlier one."""
    keep_child_numbers(movement, asked.numbers.values())
    if asked.linked is not None:
        link = {
            "case_id": movement.case.id,
            "other_case_id": asked.linked.id,
            "kind": CaseLinkKind.SAME_CHILD,
            "linked_by": actor.person_id,
            "linked_at": movement.now,
        }
        insert_missing_rows(movement.work, CaseLink, [link])
        details = {"other": asked.linked.reference, "kind": link["kind"]}
        movement.journal.note(Happening.CASES_LINKED, details=details)


def _too_short(question: Question) -> str:
    found = question.message.removesuffix(CHANGE_OR_SAY)
    return f"{found}. Your reason must have {SHORTEST_REASON} to {LONGEST_REASON} characters"


def _is_reason(text: str) -> bool:
    return SHORTEST_REASON <= len(text) <= LONGEST_REASON


def _open_case(
    movement: Movement, actor: Actor, numbers: Mapping[str, str], clean: Mapping[str, Any]
) -> OpenCase | None:
    known = {**movement.process.variables, **clean}
    agencies = [known.get("raising_agency"), known.get("receiving_agency")]
    return find_open_case(movement, actor, numbers, [str(key) for key in agencies if key])


def _about(case: OpenCase, field: Field) -> Question:
    day = case.raised_at.astimezone(LONDON)
    message = (
        "A case about this child is already open between these agencies: "
        f"“{case.stage_title}”, raised on {day.day} {day:%B %Y}"
    )
    return Question(field.key, OPEN_CASE, message, field.anchor, open_case=case)


def _about_texts(
    movement: Movement, form: FormDefinition, clean: Mapping[str, Any], remarks: Remarks
) -> Iterator[Question]:
    texts = [*_texts(form, clean), *_texts(application_form(LATE), remarks.late_answers())]
    found = {field.key: _find(movement, text, NO_TERMS) for field, text in texts}
    if any(one.kind is FindingKind.NAME for findings in found.values() for one in findings):
        # Only now: what looks like a name may be in the directory, which costs a look.
        known = load_known_terms(movement.work, movement.compiled)
        found = {field.key: _find(movement, text, known) for field, text in texts}
    for field, _ in texts:
        for kind in FindingKind:
            words = [one.words for one in found[field.key] if one.kind is kind]
            if words:
                named = tuple(dict.fromkeys(words))[:_MOST_NAMED]
                yield Question(field.key, kind, _message(field, kind, named), field.anchor, named)


def _find(movement: Movement, text: str, known: KnownTerms) -> tuple[Finding, ...]:
    return find_personal_data(text, known, movement.now.astimezone(LONDON).date())


def _texts(form: FormDefinition, answers: Mapping[str, Any]) -> Iterator[tuple[Field, str]]:
    for key, field in form.questions.items():
        is_asked = field.is_questioned and not field.is_identity_hint
        if is_asked and isinstance(answers.get(key), str):
            yield field, answers[key]


def _message(field: Field, kind: FindingKind, words: tuple[str, ...]) -> str:
    quoted = " and ".join(f"“{passage}”" for passage in words)
    looks = (_ONE if len(words) == 1 else _SEVERAL)[kind]
    return f"{field.subject}: {quoted} {looks}{CHANGE_OR_SAY}"
