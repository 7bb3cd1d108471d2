"""Save a trial run as a scenario: into the draft, or as a file to keep."""

import uuid

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.sandbox_source import OwnRun, own_run, run_url
from api.reading import reading
from engine.errors import EngineError, InputRefusedError
from engine.queries.procedure_drafts import draft_paths, load_draft
from engine.trial.sandbox_scenario import file_name_of, scenario_of
from engine.workshop.saving import save_files

blueprint = Blueprint("pages_sandbox_saving", __name__)

SAVED = "Saved in the draft as {path}, revision {revision}. It is run with the other scenarios."
TAKEN = "The draft has a scenario of this name already. Choose another title."


@blueprint.get("/workshop/tries/<uuid:run_id>/scenario")
@open_to(EDITORS)
def show_scenario(run_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a title."""
    return _page(own_run(run_id))


@blueprint.post("/workshop/tries/<uuid:run_id>/scenario")
@open_to(EDITORS)
def save_scenario(run_id: uuid.UUID) -> ResponseReturnValue:
    """Save the run in its draft, give it as a file, or show it first, as the button said."""
    own, title = own_run(run_id), request.form.get("title", "")
    path = file_name_of(title)
    try:
        text = scenario_of(current_engine(), own.run, own.bundle, title)
    except InputRefusedError as refused:
        return _page(own, title, fault=str(refused)), 422
    if "look" in request.form:
        return _page(own, title, text=text)
    if own.tried.source.draft_id is None or "download" in request.form:
        return _download(path, text)
    with reading() as work:
        draft = load_draft(work, required_actor(), own.tried.source.draft_id)
        taken = path in draft_paths(work, draft)
    if taken:
        return _page(own, title, fault=TAKEN), 422
    try:
        revision = save_files(
            current_engine(),
            required_actor(),
            own.tried.source.draft_id,
            {path: text.encode()},
            base_revision=draft.revision,
            summary=f"Scenario “{' '.join(title.split())}” from a trial run",
        )
    except EngineError as refused:
        flash(str(refused), "alert")
    else:
        flash(SAVED.format(path=path, revision=revision), "success")
    return redirect(run_url(run_id))


def _download(path: str, text: str) -> Response:
    answer = Response(text, mimetype="application/yaml")
    name = path.rpartition("/")[2]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page(own: OwnRun, title: str = "", *, text: str = "", fault: str = "") -> str:
    return render_template(
        "pages/sandbox_scenario.html",
        tried=own.tried,
        run_id=own.run.id,
        title=title,
        fault=fault,
        text=text,
        path=file_name_of(title),
        is_draft=own.tried.source.draft_id is not None,
    )
