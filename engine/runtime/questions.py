"""Asks about answers that look like personal data, or like a case that is open already.

A question is no refusal: the writer changes the text, or says why it has to stay. Danger is never
held up by one.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.access import Actor
from engine.clock import LONDON
from engine.definitions.application_forms import LATE, application_form
from engine.persistence.cases import CaseLink
from engine.persistence.tasks import UserTask
from engine.persistence.writing import insert_missing_rows
from engine.runtime.child_numbers import (
    OpenCase,
    child_numbers,
    find_open_case,
    keep_child_numbers,
)
from engine.runtime.movement import Movement
from engine.runtime.remarks import Remarks
from engine.runtime.text_questions import Question, TextAsker, answered, questioned_texts
from engine.vocabulary import DANGER_MESSAGE, CaseLinkKind, Happening
from forms.definition import FormDefinition
from forms.fields.field import Field

OPEN_CASE: Final = "open_case"
"""The kind of the question whether this is the case that is open already."""


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
    texts = [
        *questioned_texts(form, clean),
        *questioned_texts(application_form(LATE), remarks.late_answers()),
    ]
    questions = [*TextAsker(movement.work, movement.compiled, movement.now).ask(texts)]
    if open_case is not None:
        questions.append(_about(open_case, form.field(open_case.key)))
    is_linked = open_case is not None and remarks.link_to_open_case
    reasons, without = answered(questions, remarks.kept_reasons)
    unanswered = [question for question in without if not (question.open_case and is_linked)]
    linked = open_case if is_linked else None
    return Asked(tuple(questions), tuple(unanswered), reasons, numbers, linked)


def is_never_held_up(form: FormDefinition, task: UserTask, clean: Mapping[str, Any]) -> bool:
    """Tell whether the submit is about danger now: nothing may delay it."""
    return task.is_danger or reports_danger(form, clean)


def reports_danger(form: FormDefinition, clean: Mapping[str, Any]) -> bool:
    """Tell whether one of the answers sends the message that a child is in danger."""
    return any(
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
        f"“{case.stage_title}”, raised on {day:%a} {day.day} {day:%b} {day:%Y}"
    )
    return Question(field.key, OPEN_CASE, message, field.anchor, open_case=case)
