"""The table of steps: what the modeller changes, without drawing and without JavaScript."""

import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from api.access import EDITORS, keeps_text, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.diagrams import OFFICE, SIDES
from api.pages.draft_diagram import DraftDiagram, find_diagram
from api.pages.modeller_words import choices, roles_in_words
from api.pages.typed_steps import TypedStep, read_step, recipients_of, rows_of, shown_step
from api.pages.workshop_words import moved_on_in_words
from api.reading import reading
from engine.definitions.diagram import Diagram
from engine.definitions.step_editing import StepGoneError, edit_step
from engine.definitions.steps import EditableStep, StepKind, steps_in
from engine.english import role_in_words
from engine.errors import DraftMovedOnError, NotAllowedError, NotFoundError
from engine.queries.draft_problems import draft_problems
from engine.queries.procedure_drafts import draft_files
from engine.workshop.saving import save_files

blueprint = Blueprint("pages_step_table", __name__)

SAVED = "Saved: {name}."
KINDS = {
    StepKind.TASK: "People do something",
    StepKind.NOTICE: "People are told something",
    StepKind.CALL: "Another diagram runs",
}


@blueprint.get("/workshop/drafts/<uuid:draft_id>/steps/<path:path>")
@open_to(EDITORS)
def edit_steps(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Show every step of a diagram, each with a link to change it."""
    place = find_diagram(draft_id, path)
    diagram = _readable(place)
    with reading() as work:
        found = draft_problems(work, required_actor(), draft_id, place.draft.revision)
    problems = [problem for problem in found if problem.file == path]
    return render_template(
        "pages/step_table.html",
        draft=place.draft,
        path=path,
        steps=steps_in(diagram) if diagram else None,
        roles=_roles(place),
        sides=SIDES,
        office=OFFICE,
        kinds=KINDS,
        told=told_in_words,
        form_names={form["value"]: form["words"] for form in choices(place.subject)["forms"]},
        problems=problems,
        problem_places={problem.element_id for problem in problems},
    )


@blueprint.get("/workshop/drafts/<uuid:draft_id>/step/<element_id>/<path:path>")
@open_to(EDITORS)
def show_step(draft_id: uuid.UUID, element_id: str, path: str) -> ResponseReturnValue:
    """Show one step, to be changed."""
    place = find_diagram(draft_id, path)
    step = _step(place, element_id)
    return _page(place, step, TypedStep(shown_step(step)), place.draft.revision)


@blueprint.post("/workshop/drafts/<uuid:draft_id>/step/<element_id>/<path:path>")
@open_to(EDITORS)
@keeps_text
def save_step(draft_id: uuid.UUID, element_id: str, path: str) -> ResponseReturnValue:
    """Save a changed step; what was typed stays on the page when it is refused."""
    place = find_diagram(draft_id, path)
    step = _step(place, element_id)
    typed = read_step(step, MultiDict(request.form), place.subject)
    base = request.form.get("base_revision", type=int) or 0
    if typed.errors:
        return _page(place, step, typed, base), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        content = edit_step(place.source, element_id, typed.edit)
        summary = f"Changed “{typed.edit.name}” in {path}"
        _save(place, step, content, base, summary)
    except DraftMovedOnError as error:
        words = moved_on_in_words(error)
        return _page(place, step, typed, error.revision, words), HTTPStatus.CONFLICT
    except NotAllowedError as error:
        return _page(place, step, typed, base, str(error)), HTTPStatus.FORBIDDEN
    except StepGoneError as gone:
        raise NotFoundError("step", element_id) from gone
    flash(SAVED.format(name=typed.edit.name))
    return redirect(url_for(".edit_steps", draft_id=draft_id, path=path) + f"#{element_id}")


def _save(place: DraftDiagram, step: EditableStep, content: bytes, base: int, summary: str) -> None:
    """Save over the revision that the page showed, or over a newer one with the same step.

    Raises:
        DraftMovedOnError: somebody has changed this step since.
    """
    engine, actor, draft = current_engine(), required_actor(), place.draft
    seen = draft.revision if _is_untouched(place, step, base) else base
    save_files(engine, actor, draft.id, {place.path: content}, base_revision=seen, summary=summary)


def _is_untouched(place: DraftDiagram, step: EditableStep, base: int) -> bool:
    """Tell whether the step is what the page showed: only that is laid over the newest file."""
    if not 0 < base < place.draft.revision:
        return False
    with reading() as work:
        then = draft_files(work, required_actor(), place.draft.id, base)
    diagram = _readable(DraftDiagram(place.draft, place.path, then))
    return diagram is not None and step in steps_in(diagram)


def _page(
    place: DraftDiagram, step: EditableStep, typed: TypedStep, base: int, moved_on: str = ""
) -> str:
    return render_template(
        "pages/step.html",
        draft=place.draft,
        path=place.path,
        step=step,
        kind=KINDS[step.kind],
        role=_roles(place).get(step.lane_id, ""),
        values=typed.values,
        errors=typed.errors,
        rows=rows_of(typed.values),
        choices=choices(place.subject),
        base=base,
        moved_on=moved_on,
    )


def _step(place: DraftDiagram, element_id: str) -> EditableStep:
    diagram = _readable(place)
    steps = steps_in(diagram) if diagram else ()
    found = next((step for step in steps if step.id == element_id), None)
    if found is None:
        raise NotFoundError("step", element_id)
    return found


def _readable(place: DraftDiagram) -> Diagram | None:
    return next((one for one in place.subject.diagrams if one.file == place.path), None)


def _roles(place: DraftDiagram) -> dict[str, str]:
    procedure = place.subject.procedure
    lanes = procedure.lane_roles if procedure else {}
    return {lane: roles_in_words(text) for lane, text in lanes.items()}


def told_in_words(recipients: str) -> str:
    """Return who is told: “line manager, both agencies together; business manager, …”."""
    if recipients.startswith("="):
        return "whom the diagram that calls this one says"
    return "; ".join(
        f"{role_in_words(role)}, {SIDES.get(side, OFFICE)}"
        for role, side in recipients_of(recipients)
    )
