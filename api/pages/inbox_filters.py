"""Saved filters: filters of the inbox that the person keeps under a name."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.inbox_view import filter_url
from api.reading import reading
from engine.errors import InputRefusedError
from engine.queries.saved_filters import list_saved_filters
from engine.queries.worklist_filter import TaskFilter
from engine.runtime.saved_filters import delete_filter, rename_filter, save_filter

blueprint = Blueprint("pages_inbox_filters", __name__)

SAVED = "“{}” is saved. You find it in your inbox."
RENAMED = "The filter is now called “{}”."
BACK_AGAIN = "“{}” is there again."


@dataclass(frozen=True)
class Refused:
    """What somebody typed as a name, and why it cannot be used."""

    message: str
    typed: str
    filter_id: int = 0
    """The filter that was to be renamed; 0: one that was to be saved."""


@blueprint.get("/inbox/filters")
@open_to(SIGNED_IN)
def show_filters() -> ResponseReturnValue:
    """Show the person's saved filters, to rename or delete them."""
    return _page()


@blueprint.post("/inbox/filters")
@open_to(SIGNED_IN)
def save() -> ResponseReturnValue:
    """Keep a filter, or bring one back that was just deleted."""
    name, query = request.form.get("name", ""), request.form.get("query", "")
    wanted = TaskFilter.from_query_string(query)
    try:
        save_filter(current_engine(), required_actor(), name, wanted)
    except InputRefusedError as refused:
        return _page(Refused(str(refused), name), unsaved=wanted), 422
    is_undone = "undo" in request.form
    flash((BACK_AGAIN if is_undone else SAVED).format(" ".join(name.split())), "success")
    return redirect(url_for(".show_filters") if is_undone else filter_url(wanted))


@blueprint.post("/inbox/filters/<int:filter_id>")
@open_to(SIGNED_IN)
def rename(filter_id: int) -> ResponseReturnValue:
    """Give a filter another name."""
    name = request.form.get("name", "")
    try:
        rename_filter(current_engine(), required_actor(), filter_id, name)
    except InputRefusedError as refused:
        return _page(Refused(str(refused), name, filter_id)), 422
    flash(RENAMED.format(" ".join(name.split())), "success")
    return redirect(url_for(".show_filters"))


@blueprint.post("/inbox/filters/<int:filter_id>/delete")
@open_to(SIGNED_IN)
def delete(filter_id: int) -> ResponseReturnValue:
    """Delete a filter; the page that follows offers to bring it back."""
    name, wanted = delete_filter(current_engine(), required_actor(), filter_id)
    return redirect(url_for(".show_filters", deleted=name, query=wanted.query_string()))


def _page(refused: Refused | None = None, unsaved: TaskFilter | None = None) -> str:
    with reading() as work:
        saved = list_saved_filters(work, required_actor())
    rows = [(row, filter_url(row.wanted)) for row in saved]
    return render_template(
        "pages/inbox_filters.html",
        rows=rows,
        refused=refused,
        unsaved=unsaved,
        deleted=request.args.get("deleted", ""),
        deleted_query=request.args.get("query", ""),
    )
