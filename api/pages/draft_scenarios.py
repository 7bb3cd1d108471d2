"""The scenarios of a draft: run them all, see how each went, and what none of them reaches."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.scenario_view import list_rows, path_of, reached_by, row_of, run_in_words
from api.reading import reading
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.queries.procedure_drafts import DraftDetails, draft_files, load_draft
from engine.queries.scenario_runs import PlayedScenario, ScenarioRunDetails, newest_run
from engine.trial.scenario_problems import elements_of, find_problems
from engine.trial.scenarios import FOLDER, is_scenario
from engine.workshop.scenario_runs import ask_for_run, stop_run

blueprint = Blueprint("pages_draft_scenarios", __name__)

ADDRESS = "/workshop/drafts/<uuid:draft_id>/scenarios"
ASKED = "The scenarios are being run. You may leave this page meanwhile."
STOPPED = "Stopped. What was played until then stays."


@dataclass(frozen=True)
class DraftScenarios:
    """A draft with its newest run, and the files as they were then and are now."""

    draft: DraftDetails
    files: Mapping[str, bytes]
    run: ScenarioRunDetails | None
    run_files: Mapping[str, bytes]

    def played(self, path: str) -> PlayedScenario | None:
        """Return how a scenario went in the newest run."""
        found = self.run.scenarios if self.run else ()
        return next((one for one in found if one.file == path), None)


def find_scenarios(draft_id: uuid.UUID) -> DraftScenarios:
    """Return the scenarios of a draft.

    Raises:
        NotFoundError: there is no such draft, or the actor does not edit for its partnership.
    """
    actor = required_actor()
    with reading() as work:
        draft = load_draft(work, actor, draft_id)
        files = draft_files(work, actor, draft_id, draft.revision)
        run = newest_run(work, actor, draft_id)
        run_files = files
        if run is not None and run.revision != draft.revision:
            run_files = draft_files(work, actor, draft_id, run.revision)
    return DraftScenarios(draft, files, run, run_files)


@blueprint.get(ADDRESS)
@open_to(EDITORS)
def show_scenarios(draft_id: uuid.UUID) -> ResponseReturnValue:
    """List the scenarios, how the newest run went, and what it did not reach."""
    found = find_scenarios(draft_id)
    run = found.run
    names = elements_of(found.run_files).names
    reached = reached_by(found.run_files, run.scenarios) if run and run.scenarios else None
    return render_template(
        "pages/draft_scenarios.html",
        draft=found.draft,
        run=run,
        words=run_in_words(run) if run else "",
        rows=list_rows(found.files, run, names),
        reached=reached,
    )


@blueprint.post(f"{ADDRESS}/run")
@open_to(EDITORS)
def run_all(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Let all scenarios of the newest revision be played in the background."""
    try:
        ask_for_run(current_engine(), required_actor(), draft_id)
        flash(ASKED, "success")
    except (NotAllowedError, InputRefusedError) as refused:
        flash(str(refused), "alert")
    return redirect(url_for(".show_scenarios", draft_id=draft_id))


@blueprint.post(f"{ADDRESS}/stop")
@open_to(EDITORS)
def stop(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Stop the run that is under way."""
    if stop_run(current_engine(), required_actor(), draft_id):
        flash(STOPPED, "success")
    return redirect(url_for(".show_scenarios", draft_id=draft_id))


@blueprint.get(f"{ADDRESS}/progress")
@open_to(EDITORS)
def show_progress(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Say how far the run is; answers the script, not a person."""
    with reading() as work:
        run = newest_run(work, required_actor(), draft_id)
    if run is None:
        return jsonify(words="", is_under_way=False)
    return jsonify(words=run_in_words(run), is_under_way=run.is_under_way)


@blueprint.get(f"{ADDRESS}/file/<name>")
@open_to(EDITORS)
def show_scenario(draft_id: uuid.UUID, name: str) -> ResponseReturnValue:
    """Show one scenario: how it went, its path over the diagrams, and its text to change."""
    return scenario_page(find_scenarios(draft_id), name)


def scenario_page(
    found: DraftScenarios, name: str, *, typed: str | None = None, is_moved_on: bool = False
) -> str:
    """Render one scenario; `typed` stands in the place of the file when it was refused.

    Raises:
        NotFoundError: the draft has no such scenario.
    """
    path = f"{FOLDER}{name}"
    source = found.files.get(path)
    if source is None or not is_scenario(path):
        raise NotFoundError("scenario", name)
    played = found.played(path)
    known = elements_of(found.files)
    text = shown_text(source) if typed is None else typed
    is_changed = found.run is not None and found.run_files.get(path) != source
    return render_template(
        "pages/draft_scenario.html",
        draft=found.draft,
        name=name,
        row=row_of(path, found.run_files.get(path, source), played, known.names),
        run=found.run,
        is_changed=is_changed,
        drawings=path_of(found.run_files, played) if played else (),
        text=text,
        problems=find_problems(source if typed is None else typed.encode(), known),
        seen=shown_text(source),
        is_moved_on=is_moved_on,
    )


def shown_text(source: bytes) -> str:
    """Return the text of a scenario as its page shows it, also of a file that is no text."""
    return source.decode("utf-8", "replace")
