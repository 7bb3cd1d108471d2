"""The person's own notices: the list, opening one, marking them as read."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import local_path, required_actor
from api.extensions import current_engine
from api.pages.notice_words import group_by_day, present_notices
from api.reading import reading
from engine.errors import InputRefusedError
from engine.queries.notice_places import find_notice_place
from engine.queries.notices import (
    NoticeFilter,
    count_unread_notices,
    list_notices,
    list_unread_danger,
)
from engine.queries.worklist_counts import Count
from engine.runtime.notices import mark_all_notices_read, mark_notice_read, take_back_marking

blueprint = Blueprint("pages_notices", __name__)

ROWS = 25
LONGEST_REFERENCE = 40
VIEWS = {"all": "All", "unread": "Unread", "danger": "Danger"}
NOT_TAKEN_BACK = "There is nothing to take back."
MARKED = {0: "There was nothing to mark.", 1: "1 notice is marked as read."}


@blueprint.get("/notices")
@open_to(SIGNED_IN)
def list_all_notices() -> ResponseReturnValue:
    """Show a page of the person's notices: unread danger at the top, then the newest first."""
    engine, actor = current_engine(), required_actor()
    view, reference = _view(), _reference()
    wanted = NoticeFilter(
        only_unread=view == "unread",
        only_danger=view == "danger",
        reference=reference,
        without_unread_danger=True,
    )
    now, cursor = engine.clock.now(), request.args.get("page")
    with reading() as work:
        page = list_notices(engine, work, actor, wanted=wanted, limit=ROWS, cursor=cursor)
        danger = list_unread_danger(work, actor)
        unread = count_unread_notices(engine, work, actor)
    return render_template(
        "pages/notices.html",
        danger=present_notices(danger, now),
        days=group_by_day(present_notices(page.rows, now), now),
        views=[_link(key, label, view, unread) for key, label in VIEWS.items()],
        view=view,
        reference=reference,
        has_unread=unread.is_more or unread.number > len(danger),
        next_url=page.next_cursor and _url(view, reference, page=page.next_cursor),
        previous_url=page.previous_cursor and _url(view, reference, page=page.previous_cursor),
        newest_url=_url(view, reference),
        is_first=cursor is None,
        undo=request.args.get("undo", ""),
    )


@blueprint.post("/notices/<uuid:notice_id>/read")
@open_to(SIGNED_IN)
def open_notice(notice_id: UUID) -> ResponseReturnValue:
    """Mark one notice as read and go where it leads; with `stay`, back to where one was."""
    engine, actor = current_engine(), required_actor()
    mark_notice_read(engine, actor, notice_id)
    if "stay" in request.form:
        return redirect(local_path(request.form.get("next")))
    with reading() as work:
        place = find_notice_place(work, actor, notice_id)
    if place.user_task_id:
        return redirect(url_for("pages_tasks.show_task", user_task_id=place.user_task_id))
    if place.reference:
        return redirect(url_for("pages_cases.show_case", reference=place.reference))
    return redirect(url_for(".list_all_notices"))


@blueprint.post("/notices/read")
@open_to(SIGNED_IN)
def mark_read() -> ResponseReturnValue:
    """Mark all of the person's notices as read, danger excepted; it can be taken back."""
    marked = mark_all_notices_read(current_engine(), required_actor())
    flash(MARKED.get(marked.count, f"{marked.count} notices are marked as read."), "success")
    undo = marked.read_at.isoformat() if marked.count else None
    return redirect(url_for(".list_all_notices", undo=undo))


@blueprint.post("/notices/unread")
@open_to(SIGNED_IN)
def mark_unread() -> ResponseReturnValue:
    """Take back that all were marked as read."""
    try:
        read_at = datetime.fromisoformat(request.form.get("read_at", ""))
        if read_at.tzinfo is None:
            raise InputRefusedError(NOT_TAKEN_BACK)
        read_at = read_at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise InputRefusedError(NOT_TAKEN_BACK) from None
    count = take_back_marking(current_engine(), required_actor(), read_at)
    flash("1 notice is new again." if count == 1 else f"{count} notices are new again.", "success")
    return redirect(url_for(".list_all_notices"))


def _view() -> str:
    view = request.args.get("show", "all")
    return view if view in VIEWS else "all"


def _reference() -> str:
    """Return the case that was asked for, as references are written."""
    typed = request.args.get("reference", "").replace("\0", "")
    return typed.strip().upper()[:LONGEST_REFERENCE]


def _link(key: str, label: str, view: str, unread: Count) -> Mapping[str, object]:
    count = f" ({unread})" if key == "unread" and unread else ""
    return {"text": label + count, "href": _url(key, _reference()), "active": key == view}


def _url(view: str, reference: str, *, page: str | None = None) -> str:
    show = None if view == "all" else view
    return url_for(".list_all_notices", show=show, reference=reference or None, page=page)
