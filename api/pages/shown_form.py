"""A form of Concord's own, as a page shows it: its fields, what is wrong and what is asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from api.pages.questions import Typed, below_fields, by_field
from engine.definitions.application_forms import application_form
from engine.errors import FieldProblem
from engine.runtime.text_questions import Question
from forms.rendering import render_form


def fields_of(
    key: str,
    answers: Mapping[str, Any],
    said: Typed,
    problems: Sequence[FieldProblem],
    context: Mapping[str, Any] | None = None,
) -> Markup:
    """Return the fields with what was typed, and below them what is asked about it."""
    return render_form(
        application_form(key),
        answers,
        errors=by_field(problems),
        below=below_fields([one for one in problems if isinstance(one, Question)], said),
        context=context or {},
        functions={},
    )


def summary_of(problems: Sequence[FieldProblem]) -> list[dict[str, str]]:
    """Return the problems for the error summary."""
    return [{"text": one.message, "href": f"#{one.anchor}"} for one in problems]


def is_question(problems: Sequence[FieldProblem]) -> bool:
    """Tell whether something is asked, and nothing is refused."""
    return any(isinstance(one, Question) for one in problems)
