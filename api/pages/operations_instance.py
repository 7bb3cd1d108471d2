"""One process instance, for administrators: where it stands, what happened, what can be done."""

import uuid
from typing import Final

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.effect_words import STATE_CLASSES, STATES
from api.pages.instance_view import view_instance
from api.reading import reading
from engine.errors import NotAllowedError
from engine.operations.looking import raw_state
from engine.queries.instance_timeline import ENGINE, INSTANCE_PARTS, InstanceExcerpt
from engine.queries.timeline_words import STEPS

blueprint = Blueprint("pages_operations_instance", __name__)

PARTS: Final = (
    ("", "All"),
    (STEPS, "Steps"),
    (ENGINE, "The engine"),
    ("administrators", "Administrators"),
    ("limits", "Limits"),
    ("notices", "Notices"),
    ("comments", "Comments"),
)
DELIVERIES: Final = {
    "pending": "waits to be sent",
    "sent": "sent",
    "shown": "shown in Concord",
    "failed": "failed",
}


@blueprint.get("/operations/instances/<uuid:instance_id>")
@open_to(ADMINISTRATORS)
def show_instance(instance_id: uuid.UUID) -> ResponseReturnValue:
    """Show a process instance; with `?raw` its saved state, once the case is opened."""
    engine, actor = current_engine(), required_actor()
    part = request.args.get("timeline", "")
    part = part if part in INSTANCE_PARTS else ""
    before = request.args.get("before", type=int)
    raw = None
    with reading() as work:
        view = view_instance(
            engine, work, actor, instance_id, InstanceExcerpt(part or None, before)
        )
        if "raw" in request.args:
            try:
                raw = raw_state(engine, work, actor, instance_id)
            except NotAllowedError:
                # The page offers to open the case instead.
                raw = None
    return render_template(
        "pages/operations_instance.html",
        view=view,
        row=view.details.row,
        raw=raw,
        asks_for_raw="raw" in request.args,
        states=STATES,
        classes=STATE_CLASSES,
        deliveries=DELIVERIES,
        parts=[(text, _url(instance_id, key), key == part) for key, text in PARTS],
        newest_url=_url(instance_id, part) if before else None,
        older_url=_url(instance_id, part, view.timeline.older) if view.timeline.older else None,
    )


def _url(instance_id: uuid.UUID, part: str, before: int | None = None) -> str:
    return url_for(
        ".show_instance",
        instance_id=instance_id,
        timeline=part or None,
        before=before,
        _anchor="timeline",
    )
