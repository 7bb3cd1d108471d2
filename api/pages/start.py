"""The start page, and the short pages that anybody may read."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from api.access import EVERYBODY, open_to
from api.auth import current_actor
from api.extensions import current_engine
from api.pages.inbox_count import open_task_counts
from api.pages.inbox_words import summary_in_words
from api.reading import reading
from engine.queries.areas import areas_by_partnership, list_areas, list_out_of_hours

blueprint = Blueprint("pages_start", __name__)


@blueprint.get("/")
@open_to(EVERYBODY)
def show_start() -> ResponseReturnValue:
    """Show what comes first: danger, what waits, raising a difference, then the other routes."""
    engine, actor = current_engine(), current_actor()
    with reading() as work:
        partnerships = areas_by_partnership(list_areas(work, engine.clock.now()))
        out_of_hours = list_out_of_hours(work)
        counts = open_task_counts(engine, work, actor) if actor else None
    return render_template(
        "pages/start.html",
        partnerships=partnerships,
        out_of_hours=out_of_hours,
        waiting=summary_in_words(counts) if counts else "",
        is_pressing=bool(counts and (counts.danger or counts.overdue)),
    )


@blueprint.get("/accessibility")
@open_to(EVERYBODY)
def show_accessibility() -> ResponseReturnValue:
    """Show the accessibility statement."""
    return render_template("pages/accessibility.html")


@blueprint.get("/privacy")
@open_to(EVERYBODY)
def show_privacy() -> ResponseReturnValue:
    """Show what is kept, for how long, and who can see it."""
    return render_template("pages/privacy.html")


@blueprint.get("/icon.svg")
@open_to(EVERYBODY)
def show_icon() -> ResponseReturnValue:
    """Show the picture for the browser's tab."""
    return Response(render_template("pages/icon.svg"), mimetype="image/svg+xml")
