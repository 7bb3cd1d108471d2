"""Write the scenarios of a draft: change the text of one, add one, take one away."""

import re
import uuid
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import EDITORS, keeps_text, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.draft_scenarios import (
    DraftScenarios,
    find_scenarios,
    scenario_page,
    shown_text,
)
from engine.errors import DraftMovedOnError, NotFoundError
from engine.trial.scenario_problems import LineProblem, elements_of, find_problems
from engine.trial.scenarios import FOLDER, is_scenario
from engine.workshop.saving import save_files

blueprint = Blueprint("pages_scenario_editing", __name__)

ADDRESS = "/workshop/drafts/<uuid:draft_id>/scenarios"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
WRONG_NAME = "The file name has small letters, digits and hyphens"
TAKEN = "There is a scenario with this file name already"
SAVED = "Saved. Run the scenarios again to see how it goes."
SAVED_WITH_PROBLEMS = "Saved, with problems. They stand below with their lines."
REMOVED = "Taken away. Going back to an earlier revision brings it back."
GONE = "Somebody has taken {name} away since you opened it. Add yours again, or leave it"
MEANWHILE = "Somebody saved this draft at the same moment. Nothing was changed: try again."
TRIES = 3
"""How often somebody may save another file of the draft meanwhile."""
BEGINNING = """\
title: ""
clauses: []
given: {area: , now: "2026-09-07 10:00", raising: , receiving: }
steps:
  - complete:
    as: practitioner of raising
    answers: {}
  - expect:
      open: []
"""


@blueprint.post(f"{ADDRESS}/file/<name>")
@open_to(EDITORS)
@keeps_text
def save_scenario(draft_id: uuid.UUID, name: str) -> ResponseReturnValue:
    """Save the text of a scenario, also one with problems: a draft may have them."""
    text, path = _typed(), f"{FOLDER}{name}"
    found = find_scenarios(draft_id)
    for _ in range(TRIES):
        if path not in found.files and is_scenario(path):
            page = _new_page(found, name.removesuffix(".yaml"), text, GONE.format(name=name))
            return page, HTTPStatus.CONFLICT
        if not _is_as_seen(found, path):
            break
        if _is_saved(found, path, text.encode(), f"Changed the scenario {name}"):
            problems = find_problems(text.encode(), elements_of(found.files))
            flash(SAVED_WITH_PROBLEMS if problems else SAVED, "alert" if problems else "success")
            return redirect(_address(draft_id, name))
        found = find_scenarios(draft_id)
    return scenario_page(found, name, typed=text, is_moved_on=True), HTTPStatus.CONFLICT


@blueprint.get(f"{ADDRESS}/new")
@open_to(EDITORS)
def show_new(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Offer the beginning of a scenario."""
    return _new_page(find_scenarios(draft_id), "", BEGINNING)


@blueprint.post(f"{ADDRESS}/new")
@open_to(EDITORS)
@keeps_text
def add_scenario(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Add a scenario."""
    found = find_scenarios(draft_id)
    stem, text = request.form.get("name", "").strip(), _typed()
    name = f"{stem.removesuffix('.yaml')}.yaml"
    path = f"{FOLDER}{name}"
    wrong = "" if NAME.fullmatch(name.removesuffix(".yaml")) else WRONG_NAME
    wrong = wrong or (TAKEN if path in found.files else "")
    problems = find_problems(text.encode(), elements_of(found.files))
    if wrong or problems:
        page = _new_page(found, stem, text, wrong, problems)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    if not _is_saved(found, path, text.encode(), f"Added the scenario {name}"):
        return _new_page(found, stem, text, MEANWHILE), HTTPStatus.CONFLICT
    flash(SAVED, "success")
    return redirect(_address(draft_id, name))


@blueprint.post(f"{ADDRESS}/file/<name>/remove")
@open_to(EDITORS)
def remove_scenario(draft_id: uuid.UUID, name: str) -> ResponseReturnValue:
    """Take a scenario away."""
    found = find_scenarios(draft_id)
    if not is_scenario(f"{FOLDER}{name}"):
        raise NotFoundError("scenario", name)
    if _is_saved(found, f"{FOLDER}{name}", None, f"Removed the scenario {name}"):
        flash(REMOVED, "success")
    else:
        flash(MEANWHILE, "alert")
    return redirect(url_for("pages_draft_scenarios.show_scenarios", draft_id=draft_id))


def _address(draft_id: uuid.UUID, name: str) -> str:
    return url_for("pages_draft_scenarios.show_scenario", draft_id=draft_id, name=name)


def _typed() -> str:
    text = request.form.get("text", "").replace("\r\n", "\n").rstrip("\n")
    return text.encode("utf-8", "replace").decode() + "\n"


def _is_as_seen(found: DraftScenarios, path: str) -> bool:
    """Tell whether the file is still what the page showed, whatever else was saved meanwhile."""
    seen, source = request.form.get("seen", ""), found.files.get(path)
    if source is None:
        return False
    return seen.replace("\r\n", "\n").strip() == shown_text(source).strip()


def _is_saved(found: DraftScenarios, path: str, content: bytes | None, summary: str) -> bool:
    """Save one file over the revision that was looked at; say no when somebody was quicker."""
    try:
        save_files(
            current_engine(),
            required_actor(),
            found.draft.id,
            {path: content},
            base_revision=found.draft.revision,
            summary=summary,
        )
    except DraftMovedOnError:
        return False
    return True


def _new_page(
    found: DraftScenarios,
    name: str,
    text: str,
    wrong: str = "",
    problems: tuple[LineProblem, ...] = (),
) -> str:
    errors = [{"text": wrong, "href": "#name"}] if wrong else []
    errors += [{"text": f"Line {one.line}: {one.message}", "href": "#text"} for one in problems]
    return render_template(
        "pages/draft_scenario_new.html",
        draft=found.draft,
        name=name,
        text=text,
        wrong=wrong,
        problems=problems,
        errors=errors,
    )
