"""The workshop: procedures with their versions, the drafts under way, and one draft."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.workshop_view import files_by_kind, placed_problems
from api.pages.workshop_words import DECISIONS, state_class, state_in_words
from api.reading import reading
from engine.queries.draft_history import list_comments, list_present, list_reviews
from engine.queries.draft_problems import draft_problems
from engine.queries.draft_revisions import list_stretches, ways_back
from engine.queries.procedure_drafts import draft_files, list_drafts, load_draft
from engine.queries.version_history import (
    Version,
    edited_partnership_names,
    list_edited_versions,
)
from engine.queries.waiting_drafts import count_waiting_drafts
from engine.vocabulary import ProcedureDraftState

blueprint = Blueprint("pages_workshop", __name__)
blueprint.add_app_template_filter(state_in_words, "draft_state_in_words")
blueprint.add_app_template_filter(state_class, "draft_state_class")

NEWEST = 20
"""Revisions that the page of a draft shows; the history has them all."""


@dataclass(frozen=True)
class Edition:
    """One edition of a procedure with its versions, the newest first."""

    edition: str
    name: str
    versions: Sequence[Version]


@dataclass(frozen=True)
class ProcedureGroup:
    """The procedures of one partnership."""

    partnership: str
    editions: Sequence[Edition]


@blueprint.get("/workshop")
@open_to(EDITORS)
def show_workshop() -> ResponseReturnValue:
    """Show the drafts under way, then every version of the procedures that one edits."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        partnerships = edited_partnership_names(work, actor)
        versions = list_edited_versions(engine, work, actor)
        drafts = list_drafts(work, actor)
        discarded = list_drafts(work, actor, states=(ProcedureDraftState.DISCARDED,))
        waiting = count_waiting_drafts(work, actor)
    groups = [
        ProcedureGroup(name, _editions([v for v in versions if v.row.partnership_key == key]))
        for key, name in partnerships.items()
    ]
    return render_template(
        "pages/workshop.html", groups=groups, drafts=drafts, discarded=discarded, waiting=waiting
    )


@blueprint.get("/workshop/drafts/<uuid:draft_id>")
@open_to(EDITORS)
def show_draft(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show one draft: its files, what the checks find, who is in it, what was saved."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        draft = load_draft(work, actor, draft_id)
        files = draft_files(work, actor, draft_id, draft.revision)
        now = engine.clock.now()
        problems = draft_problems(work, actor, draft_id, draft.revision, now=now)
        saved = list_stretches(work, actor, draft_id, limit=NEWEST)
        undo, redo = ways_back(work, actor, draft_id)
        reviews = list_reviews(work, actor, draft_id)
        present = list_present(work, actor, draft_id, now)
        comments = list_comments(work, actor, draft_id)
    return render_template(
        "pages/workshop_draft.html",
        draft=draft,
        files=files_by_kind(draft_id, files),
        problems=placed_problems(draft, files, problems),
        errors=sum(problem.is_error for problem in problems),
        stretches=saved.rows,
        has_older=saved.next_cursor is not None,
        undo=undo,
        redo=redo,
        review=reviews[0] if reviews else None,
        present=present,
        open_comments=sum(comment.resolved_at is None for comment in comments),
    )


@blueprint.get("/workshop/drafts/<uuid:draft_id>/history")
@open_to(EDITORS)
def show_history(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show everything that was saved in a draft, by pages, and every review of it."""
    actor, cursor = required_actor(), request.args.get("page")
    with reading() as work:
        draft = load_draft(work, actor, draft_id)
        saved = list_stretches(work, actor, draft_id, cursor=cursor)
        reviews = list_reviews(work, actor, draft_id)
    return render_template(
        "pages/workshop_history.html",
        draft=draft,
        stretches=saved.rows,
        is_first=cursor is None,
        newest_url=cursor and _history_url(draft_id),
        older_url=saved.next_cursor and _history_url(draft_id, saved.next_cursor),
        reviews=reviews,
        decisions=DECISIONS,
    )


def _history_url(draft_id: uuid.UUID, page: str | None = None) -> str:
    return url_for(".show_history", draft_id=draft_id, page=page, _anchor="saved")


def _editions(versions: Sequence[Version]) -> list[Edition]:
    """Return the versions by procedure and edition, the newest edition first."""
    ordered = sorted(versions, key=lambda v: (v.row.key, v.row.edition, v.row.version))[::-1]
    return [
        Edition(edition, (own := list(rows))[0].row.name, own)
        for (_, edition), rows in groupby(ordered, key=lambda v: (v.row.key, v.row.edition))
    ]
