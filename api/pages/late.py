"""Why something was late: asked at the end of an overdue task's form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from api.pages.questions import LINK, Typed
from api.pages.wording import instant_in_words
from engine.definitions.application_forms import LATE, application_form
from engine.errors import FieldProblem
from engine.runtime.limits import LateQuestion
from engine.runtime.remarks import LATE_KEYS, Remarks
from forms.posted import read_posted
from forms.rendering import render_form


@dataclass(frozen=True)
class LatePart:
    """The part of the page that asks why it was late."""

    when: str
    """When it has to be answered, in a sentence."""
    fields: Markup


def late_part(
    late: LateQuestion,
    answers: Mapping[str, Any] | None,
    errors: Sequence[FieldProblem],
    now: datetime,
    below: Mapping[str, Markup],
) -> LatePart:
    """Return the questions, with what was typed (`answers`) or else with the draft.

    `below`: what is asked about an answer, by its key.
    """
    typed = late.answers if answers is None else late_answers(answers)
    shown = render_form(late.form, typed, errors=errors, below=below, context={}, functions={})
    return LatePart(_when(late, now), shown)


def read_late(posted: MultiDict[str, str]) -> dict[str, Any]:
    """Return what was typed about being late."""
    return read_posted(application_form(LATE), posted)


def late_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the typed answers that are about being late."""
    return {key: answer for key, answer in answers.items() if key in LATE_KEYS}


def own_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the typed answers that belong to the task's own form."""
    return {key: answer for key, answer in answers.items() if key not in LATE_KEYS}


def remarks_in(answers: Mapping[str, Any], typed: Typed) -> Remarks:
    """Return what is said beside the answers to the task's own form."""
    return Remarks(
        kept_reasons=typed.reasons,
        late_reason=answers.get("late_reason"),
        late_words=answers.get("late_words"),
        link_to_open_case=typed.what_next == LINK,
    )


def _when(late: LateQuestion, now: datetime) -> str:
    limit = instant_in_words(late.due_at, now)
    if not late.moment:
        return f"The limit was {limit}."
    return f"Answer this only if your answer to “{late.moment}” is after {limit}, or you have none."
