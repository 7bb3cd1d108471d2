"""Comparing two versions of a procedure, or a draft with a version."""

import uuid
from dataclasses import replace

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import EDITORS, SIGNED_IN, open_to
from api.auth import required_actor
from api.compared import Compared, compare, load_draft_side, load_version
from api.extensions import current_engine
from api.pages.comparison_view import SHOWS, present_choices, present_drawings, present_kinds
from api.pages.wording import named_edition
from api.reading import reading
from engine.definitions.drawing import CHANGE_WORDS
from engine.english import sentence
from engine.errors import NotFoundError
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import DefinitionRow, list_definitions
from engine.queries.procedure_drafts import load_draft

blueprint = Blueprint("pages_comparison", __name__)


@blueprint.get("/procedures/comparison")
@open_to(SIGNED_IN)
def compare_versions() -> ResponseReturnValue:
    """Show two versions beside each other; without both, ask which."""
    with reading() as work:
        rows = list_definitions(current_engine(), work, required_actor())
        old, new = _number("old"), _number("new")
        address = url_for(".compare_versions")
        if old is None or new is None:
            return _ask(rows, address, {"old": old, "new": new}, is_draft=False)
        sides = load_version(work, old), load_version(work, new)
        return _show(work, sides, rows, {"address": address, "old": old, "new": new})


@blueprint.get("/workshop/drafts/<uuid:draft_id>/comparison")
@open_to(EDITORS)
def compare_draft(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show a draft beside the version that it changes, or beside another one."""
    with reading() as work:
        draft = load_draft(work, required_actor(), draft_id)
        rows = list_definitions(current_engine(), work, required_actor())
        old = _number("old")
        old = draft.based_on if old is None else old
        address = url_for(".compare_draft", draft_id=draft_id)
        if old is None:
            return _ask(rows, address, {"old": None}, is_draft=True)
        sides = load_version(work, old), load_draft_side(work, draft_id)
        return _show(
            work, sides, rows, {"address": address, "old": old, "new": None, "draft": draft}
        )


def _ask(
    rows: tuple[DefinitionRow, ...], address: str, chosen: dict[str, int | None], *, is_draft: bool
) -> ResponseReturnValue:
    return render_template(
        "pages/comparison_choice.html",
        address=address,
        is_draft=is_draft,
        items={name: _items(rows, value) for name, value in chosen.items()},
    )


def _show(
    work: UnitOfWork,
    sides: tuple[Compared, Compared],
    rows: tuple[DefinitionRow, ...],
    asked: dict[str, object],
) -> ResponseReturnValue:
    old, new = map(_named, sides)
    show = request.args.get("show", "consequences")
    if show not in SHOWS:
        raise NotFoundError("view", show[:40])
    comparison, running = compare(work, old, new)
    kinds = present_kinds(comparison, show, request.args.get("whole"))
    return render_template(
        "pages/comparison.html",
        old=old,
        new=new,
        comparison=comparison,
        running=running,
        show=show,
        choices=present_choices(comparison),
        kinds=kinds,
        drawings=list(present_drawings(comparison, (old, new), show, kinds)),
        mark_words=CHANGE_WORDS,
        old_items=_items(rows, asked["old"]),
        new_items=_items(rows, asked["new"]),
        draft=asked.get("draft"),
        address=asked["address"],
        query={name: asked[name] for name in ("old", "new") if asked[name] is not None},
    )


def _named(side: Compared) -> Compared:
    """Return a version with its edition in words."""
    if side.process_definition_id is None:
        return side
    words = sentence(named_edition(side.edition))
    return replace(side, title=side.title.replace(f"Edition {side.edition}", words, 1))


def _items(rows: tuple[DefinitionRow, ...], chosen: object) -> list[dict[str, object]]:
    """Return the versions as choices of a list."""
    return [
        {
            "value": row.id,
            "text": f"{row.name}: {sentence(named_edition(row.edition))}, version {row.version}"
            + ("" if row.published_at else " (not published)"),
            "selected": row.id == chosen,
        }
        for row in rows
    ]


def _number(name: str) -> int | None:
    """Return a version from the address; what is no number counts as not chosen."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004
