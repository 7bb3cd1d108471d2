"""Texts that came after the session had ended: where they wait, and letting one go."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import local_path, required_actor
from api.kept_text import forget_kept_text, kept_texts
from api.pages.kept import KEPT_ID, KeptForm, kept_forms
from engine.access import Actor
from engine.context import Engine
from engine.errors import NotFoundError
from engine.operations.kinds import kind_of
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.procedure_drafts import load_draft
from engine.queries.tasks import load_task

blueprint = Blueprint("pages_unsent", __name__)


@dataclass(frozen=True)
class UnsentText:
    """Where a text waits that was typed and not sent."""

    path: str
    task_name: str
    """Or what else it is."""
    reference: str
    """Of the case, or the title of the draft or operation."""


@blueprint.post("/unsent/remove")
@open_to(SIGNED_IN)
def remove_unsent() -> ResponseReturnValue:
    """Let go of a text that its writer has copied or no longer needs."""
    actor = required_actor()
    removed = request.form.get(KEPT_ID)
    if removed in {form.id for form in kept_forms(actor)}:
        forget_kept_text(removed)
    return redirect(local_path(request.form.get("next")))


def unsent_texts(engine: Engine, work: UnitOfWork, actor: Actor) -> Sequence[UnsentText]:
    """Return the places of the person's unsent texts, but not the page that is being shown."""
    if not kept_texts():
        return ()
    forms = {form.path: form for form in kept_forms(actor) if form.path != request.path}
    places = (_place(engine, work, actor, form) for form in forms.values())
    return tuple(place for place in places if place)


def _place(engine: Engine, work: UnitOfWork, actor: Actor, form: KeptForm) -> UnsentText | None:
    if form.in_case is not None:
        return UnsentText(form.path, *form.in_case)
    try:
        if form.in_act is not None:
            return UnsentText(
                form.path, "Your text in the operations room", kind_of(form.in_act).title
            )
        if form.in_draft is not None:
            title = load_draft(work, actor, form.in_draft).title
            return UnsentText(form.path, "Your text in the workshop", title)
        task = load_task(engine, work, actor, form.task_id)
    except NotFoundError:
        return None
    return UnsentText(form.path, task.name, task.reference)
