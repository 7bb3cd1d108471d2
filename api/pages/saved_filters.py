"""Saved filters: filters of a list that the person keeps under a name, renames and deletes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, SIGNED_IN, Access, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.inbox_view import filter_url
from api.pages.instance_list import list_url
from api.reading import reading
from engine.access import Actor
from engine.errors import InputRefusedError
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.instance_filters import InstanceFilter
from engine.queries.saved_filters import (
    AnyFilter,
    SavedFilterRow,
    list_instance_filters,
    list_saved_filters,
)
from engine.queries.worklist_filter import TaskFilter
from engine.runtime.saved_filters import delete_filter, rename_filter, save_filter

RENAMED = "The filter is now called “{}”."
BACK_AGAIN = "“{}” is there again."


@dataclass(frozen=True)
class FilteredList(Generic[AnyFilter]):
    """A list that can be filtered, and the words of its saved filters' page."""

    blueprint: str
    address: str
    """Where its saved filters stand."""
    access: Access
    read: type[AnyFilter]
    kept: Callable[[UnitOfWork, Actor], Iterable[SavedFilterRow[AnyFilter]]]
    url: Callable[[AnyFilter], str]
    """The list under a filter."""
    saved: str
    back: str
    how_to_save: str


@dataclass(frozen=True)
class Refused:
    """What somebody typed as a name, and why it cannot be used."""

    message: str
    typed: str
    filter_id: int = 0
    """The filter that was to be renamed; 0: one that was to be saved."""


INBOX = FilteredList(
    blueprint="pages_inbox_filters",
    address="/inbox/filters",
    access=SIGNED_IN,
    read=TaskFilter,
    kept=list_saved_filters,
    url=filter_url,
    saved="“{}” is saved. You find it in your inbox.",
    back="Back to the inbox",
    how_to_save="Choose filters in your inbox, then give them a name. They stand there as links.",
)
INSTANCES = FilteredList(
    blueprint="pages_operations_filters",
    address="/operations/instances/filters",
    access=ADMINISTRATORS,
    read=InstanceFilter,
    kept=list_instance_filters,
    url=list_url,
    saved="“{}” is saved. You find it above the list.",
    back="Back to the process instances",
    how_to_save="Choose filters in the list of process instances, then give them a name. "
    "They stand above the list as links.",
)


def filter_pages(of: FilteredList[AnyFilter]) -> Blueprint:
    """Return the pages of the saved filters of a list."""
    blueprint = Blueprint(of.blueprint, __name__)

    @blueprint.get(of.address)
    @open_to(of.access)
    def show_filters() -> ResponseReturnValue:
        """Show the person's saved filters, to rename or delete them."""
        return _page(of)

    @blueprint.post(of.address)
    @open_to(of.access)
    def save() -> ResponseReturnValue:
        """Keep a filter, or bring one back that was just deleted."""
        name, query = request.form.get("name", ""), request.form.get("query", "")
        wanted = of.read.from_query_string(query)
        try:
            save_filter(current_engine(), required_actor(), name, wanted)
        except InputRefusedError as refused:
            return _page(of, Refused(str(refused), name), unsaved=wanted), 422
        is_undone = "undo" in request.form
        flash((BACK_AGAIN if is_undone else of.saved).format(" ".join(name.split())), "success")
        return redirect(url_for(".show_filters") if is_undone else of.url(wanted))

    @blueprint.post(f"{of.address}/<int:filter_id>")
    @open_to(of.access)
    def rename(filter_id: int) -> ResponseReturnValue:
        """Give a filter another name."""
        name = request.form.get("name", "")
        try:
            rename_filter(current_engine(), required_actor(), filter_id, name)
        except InputRefusedError as refused:
            return _page(of, Refused(str(refused), name, filter_id)), 422
        flash(RENAMED.format(" ".join(name.split())), "success")
        return redirect(url_for(".show_filters"))

    @blueprint.post(f"{of.address}/<int:filter_id>/delete")
    @open_to(of.access)
    def delete(filter_id: int) -> ResponseReturnValue:
        """Delete a filter; the page that follows offers to bring it back."""
        name, wanted = delete_filter(current_engine(), required_actor(), filter_id)
        return redirect(url_for(".show_filters", deleted=name, query=wanted.query_string()))

    return blueprint


def _page(
    of: FilteredList[AnyFilter],
    refused: Refused | None = None,
    unsaved: AnyFilter | None = None,
) -> str:
    with reading() as work:
        saved = of.kept(work, required_actor())
    return render_template(
        "pages/saved_filters.html",
        of=of,
        back_url=of.url(of.read.from_query_string("")),
        rows=[(row, of.url(row.wanted)) for row in saved],
        refused=refused,
        unsaved=unsaved,
        deleted=request.args.get("deleted", ""),
        deleted_query=request.args.get("query", ""),
    )


inbox, instances = filter_pages(INBOX), filter_pages(INSTANCES)
