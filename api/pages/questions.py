"""The questions about answers that came back: under each field, what was found and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from flask import render_template, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from engine.errors import AnswerQuestion, FieldProblem
from engine.runtime.questions import OPEN_CASE
from engine.runtime.text_questions import LONGEST_REASON, Question
from forms.errors import FieldError

REASON: Final = "kept_reasons."
"""What the names of the inputs for reasons begin with; no key of a form has a full stop."""
WHAT_NEXT: Final = "open_case"
"""The input that says what to do about a case that is open already."""
JOIN: Final = "join"
LINK: Final = "link"


@dataclass(frozen=True)
class Typed:
    """What was typed in answer to questions."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    what_next: str = ""


def read_typed(posted: MultiDict[str, str]) -> Typed:
    """Return what was posted in answer to questions."""
    reasons = {
        name.removeprefix(REASON): " ".join(text.split())
        for name, text in posted.items()
        if name.startswith(REASON)
    }
    return Typed(
        {key: reason for key, reason in reasons.items() if reason}, posted.get(WHAT_NEXT, "")
    )


def by_field(problems: Iterable[FieldProblem]) -> list[FieldError]:
    """Return one problem for each field: a field shows one message."""
    found: dict[str, list[FieldProblem]] = {}
    for problem in problems:
        found.setdefault(problem.key, []).append(problem)
    return [
        FieldError(key, ". ".join(one.message for one in about), about[0].anchor)
        for key, about in found.items()
    ]


def below_fields(questions: Iterable[AnswerQuestion], typed: Typed) -> dict[str, Markup]:
    """Return the HTML that stands under each field that is asked about, by its key.

    A reason that was typed before stands under its field again, also when nothing is asked now.
    """
    asked: dict[str, list[AnswerQuestion]] = {key: [] for key in typed.reasons}
    for question in questions:
        asked.setdefault(question.key, []).append(question)
    return {key: _below(key, about, typed) for key, about in asked.items()}


def _below(key: str, questions: list[AnswerQuestion], typed: Typed) -> Markup:
    open_case = next((one for one in questions if one.kind == OPEN_CASE), None)
    case = open_case.open_case if isinstance(open_case, Question) else None
    html = render_template(
        "pages/answer_question.html",
        name=f"{REASON}{key}",
        id=f"why-{key}",
        questions=questions,
        open_case=case,
        case_url=url_for("pages_cases.show_case", reference=case.reference)
        if case and case.is_open_to_actor
        else "",
        what_next=typed.what_next,
        reason=typed.reasons.get(key, ""),
        longest=LONGEST_REASON,
    )
    return Markup(html)  # noqa: S704 - a template with autoescape
