"""Incidents: what could not go on, the way to try it again, and to leave it with a reason."""

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from engine.errors import InputRefusedError, NotAllowedError
from engine.queries.incident_list import list_incidents, load_incident
from engine.runtime.ignoring import ignore_incident

blueprint = Blueprint("pages_operations_incidents", __name__)

IGNORED = "The incident is closed. Nothing was tried again."
STATES: Final = {"open": "open", "resolved": "resolved", "ignored": "left as it is"}


@blueprint.get("/operations/incidents")
@open_to(ADMINISTRATORS)
def show_incidents() -> ResponseReturnValue:
    """List what could not go on and what did not arrive, danger first."""
    shows_all = request.args.get("show") == "all"
    cursor = request.args.get("page")
    with reading() as work:
        page = list_incidents(
            current_engine(), work, required_actor(), only_open=not shows_all, cursor=cursor
        )
    show = "all" if shows_all else None
    return render_template(
        "pages/operations_incidents.html",
        rows=page.rows,
        shows_all=shows_all,
        states=STATES,
        newest_url=url_for(".show_incidents", show=show) if cursor else None,
        older_url=url_for(".show_incidents", show=show, page=page.next_cursor)
        if page.next_cursor
        else None,
    )


@blueprint.get("/operations/incidents/<int:incident_id>/ignore")
@open_to(ADMINISTRATORS)
def show_ignore(incident_id: int) -> ResponseReturnValue:
    """Ask why an incident is left as it is."""
    return _form(incident_id)


@blueprint.post("/operations/incidents/<int:incident_id>/ignore")
@open_to(ADMINISTRATORS)
def ignore(incident_id: int) -> ResponseReturnValue:
    """Close an incident without trying again."""
    reason = request.form.get("reason", "")
    try:
        ignore_incident(current_engine(), required_actor(), incident_id, reason)
    except (InputRefusedError, NotAllowedError) as refused:
        return _form(incident_id, str(refused)), 422
    flash(IGNORED, "success")
    return redirect(url_for(".show_incidents"))


def _form(incident_id: int, problem: str = "") -> str:
    with reading() as work:
        incident = load_incident(current_engine(), work, required_actor(), incident_id)
    return render_template(
        "pages/operations_ignore.html",
        incident=incident,
        problem=problem,
        reason=request.form.get("reason", ""),
    )
