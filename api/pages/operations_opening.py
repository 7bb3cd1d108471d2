"""Open a case to read what people wrote: with a reason, for a while; and the list of openings."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from engine.errors import InputRefusedError
from engine.operations.looking import find_administered
from engine.queries.case_openings import list_openings
from engine.runtime.case_openings import OPEN_FOR, open_case, shut_case

blueprint = Blueprint("pages_operations_opening", __name__)

OPENED = "The case is open to you. Its people see in the timeline that you have opened it."
SHUT = "The case is closed to you again."


@blueprint.get("/operations/openings")
@open_to(ADMINISTRATORS)
def show_openings() -> ResponseReturnValue:
    """List who has opened which case, and why."""
    engine = current_engine()
    with reading() as work:
        page = list_openings(engine, work, required_actor(), cursor=request.args.get("page"))
    return render_template(
        "pages/operations_openings.html",
        rows=page.rows,
        is_first="page" not in request.args,
        next_cursor=page.next_cursor,
        now=engine.clock.now(),
    )


@blueprint.get("/operations/instances/<uuid:instance_id>/opening")
@open_to(ADMINISTRATORS)
def show_opening(instance_id: uuid.UUID) -> ResponseReturnValue:
    """Ask why the case is opened."""
    return _form(instance_id)


@blueprint.post("/operations/instances/<uuid:instance_id>/opening")
@open_to(ADMINISTRATORS)
def open_it(instance_id: uuid.UUID) -> ResponseReturnValue:
    """Open the case, and write that into its history."""
    reference = _reference(instance_id)
    try:
        open_case(current_engine(), required_actor(), reference, request.form.get("reason", ""))
    except InputRefusedError as refused:
        return _form(instance_id, str(refused)), 422
    flash(OPENED, "success")
    return _back(instance_id)


@blueprint.post("/operations/instances/<uuid:instance_id>/opening/end")
@open_to(ADMINISTRATORS)
def shut_it(instance_id: uuid.UUID) -> ResponseReturnValue:
    """End the opening before its time."""
    shut_case(current_engine(), required_actor(), _reference(instance_id))
    flash(SHUT, "success")
    return _back(instance_id)


def _form(instance_id: uuid.UUID, problem: str = "") -> str:
    return render_template(
        "pages/operations_opening.html",
        instance_id=instance_id,
        reference=_reference(instance_id),
        hours=int(OPEN_FOR.total_seconds() // 3600),
        problem=problem,
        reason=request.form.get("reason", ""),
    )


def _back(instance_id: uuid.UUID) -> Response:
    return redirect(url_for("pages_operations_instance.show_instance", instance_id=instance_id))


def _reference(instance_id: uuid.UUID) -> str:
    with reading() as work:
        _, case = find_administered(work, required_actor(), instance_id)
        return case.reference
