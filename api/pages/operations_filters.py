"""Saved filters of the list of process instances: kept under a name, renamed, deleted."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.inbox_filters import BACK_AGAIN, RENAMED, Refused
from api.pages.instance_list import list_url
from api.reading import reading
from engine.errors import InputRefusedError
from engine.queries.instance_filters import InstanceFilter
from engine.queries.saved_filters import list_instance_filters
from engine.runtime.saved_filters import delete_filter, rename_filter, save_filter

blueprint = Blueprint("pages_operations_filters", __name__)

SAVED = "“{}” is saved. You find it above the list."


@blueprint.get("/operations/instances/filters")
@open_to(ADMINISTRATORS)
def show_filters() -> ResponseReturnValue:
    """Show the person's saved filters, to rename or delete them."""
    return _page()


@blueprint.post("/operations/instances/filters")
@open_to(ADMINISTRATORS)
def save() -> ResponseReturnValue:
    """Keep a filter, or bring one back that was just deleted."""
    name, query = request.form.get("name", ""), request.form.get("query", "")
    wanted = InstanceFilter.from_query_string(query)
    try:
        save_filter(current_engine(), required_actor(), name, wanted)
    except InputRefusedError as refused:
        return _page(Refused(str(refused), name), unsaved=wanted), 422
    is_undone = "undo" in request.form
    flash((BACK_AGAIN if is_undone else SAVED).format(" ".join(name.split())), "success")
    return redirect(url_for(".show_filters") if is_undone else list_url(wanted))


@blueprint.post("/operations/instances/filters/<int:filter_id>")
@open_to(ADMINISTRATORS)
def rename(filter_id: int) -> ResponseReturnValue:
    """Give a filter another name."""
    name = request.form.get("name", "")
    try:
        rename_filter(current_engine(), required_actor(), filter_id, name)
    except InputRefusedError as refused:
        return _page(Refused(str(refused), name, filter_id)), 422
    flash(RENAMED.format(" ".join(name.split())), "success")
    return redirect(url_for(".show_filters"))


@blueprint.post("/operations/instances/filters/<int:filter_id>/delete")
@open_to(ADMINISTRATORS)
def delete(filter_id: int) -> ResponseReturnValue:
    """Delete a filter; the page that follows offers to bring it back."""
    name, wanted = delete_filter(current_engine(), required_actor(), filter_id)
    return redirect(url_for(".show_filters", deleted=name, query=wanted.query_string()))


def _page(refused: Refused | None = None, unsaved: InstanceFilter | None = None) -> str:
    with reading() as work:
        saved = list_instance_filters(work, required_actor())
    return render_template(
        "pages/instances_saved_filters.html",
        rows=[(row, list_url(row.wanted)) for row in saved],
        refused=refused,
        unsaved=unsaved,
        deleted=request.args.get("deleted", ""),
        deleted_query=request.args.get("query", ""),
    )
