"""A form as staff will see it, drawn by the server, and what their answers would meet with."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from api.extensions import current_engine
from api.pages.draft_form import DraftForm, ReadForm, label_of, read_source
from api.pages.questions import below_fields, by_field, read_typed
from api.reading import reading
from engine.errors import FieldProblem
from engine.runtime.text_questions import Question
from engine.workshop.form_previews import FormPreview, open_preview, try_answers
from forms.definition import FormDefinition
from forms.editing.canonical import read_json
from forms.editing.components import list_components
from forms.editing.rules import rules_in_words
from forms.posted import read_posted
from forms.rendering import render_form

TRY = "preview.try"
"""The button that sends the answers; no key of a form has a full stop."""
ANSWERS = "preview.answers"
"""Says that something was typed into the preview, which is then shown again."""
SOURCE = "preview.source"
"""The JSON that is previewed instead of what is saved."""


def preview_of(
    place: DraftForm, source: bytes, posted: MultiDict[str, str] | None = None
) -> Markup:
    """Return the preview: the fields, and above them what was wrong with answers that were tried.

    It is empty when the form cannot be shown.
    """
    read = read_source(place.key, source)
    if read.form is None:
        return Markup()
    engine = current_engine()
    answers: Mapping[str, Any] = {}
    problems: Sequence[FieldProblem] = ()
    with reading() as work:
        preview = open_preview(engine, work, place.draft.partnership_key)
        if posted is not None:
            answers = read_posted(read.form, posted)
        if posted is not None and TRY in posted:
            problems = try_answers(engine, work, read.form, answers, preview)
    fields = _fields(read.form, answers, problems, preview, posted or MultiDict())
    html = render_template(
        "pages/form_preview.html",
        title=read.form.title,
        fields=fields,
        problems=[{"text": one.message, "href": f"#{one.anchor}"} for one in problems],
        is_question=any(isinstance(one, Question) for one in problems),
        is_tried=posted is not None and TRY in posted,
    )
    return Markup(html)  # noqa: S704 - a template with autoescape


def beside_preview(place: DraftForm, source: bytes) -> Markup:
    """Return what stands beside the preview: problems of the definition, and the field rules."""
    read = read_source(place.key, source)
    html = render_template(
        "pages/form_beside.html", problems=read.problems, rules=_rules(read, source)
    )
    return Markup(html)  # noqa: S704 - a template with autoescape


def _rules(read: ReadForm, source: bytes) -> list[tuple[str, Sequence[str]]]:
    """Return the label of each question with its rules in words."""
    if read.form is None:
        return []
    words = rules_in_words(read.form)
    document = read_json(source) or {}
    return [
        (label_of(placed.component), words[placed.id])
        for placed in list_components(document)
        if words.get(placed.id)
    ]


def _fields(
    form: FormDefinition,
    answers: Mapping[str, Any],
    problems: Sequence[FieldProblem],
    preview: FormPreview,
    posted: MultiDict[str, str],
) -> Markup:
    asked = [problem for problem in problems if isinstance(problem, Question)]
    return render_form(
        form,
        answers,
        errors=by_field(problems),
        below=below_fields(asked, read_typed(posted)),
        context=preview.context,
        functions=preview.functions,
    )
