"""The start page, and the short pages that anybody may read."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from api.access import EVERYBODY, open_to
from api.extensions import current_engine
from engine.queries.areas import areas_by_partnership, list_areas

blueprint = Blueprint("pages_start", __name__)


@blueprint.get("/")
@open_to(EVERYBODY)
def show_start() -> ResponseReturnValue:
    """Show what comes first: danger, then raising a difference, then the other routes."""
    with current_engine().open_reading() as work:
        partnerships = areas_by_partnership(list_areas(work))
    return render_template("pages/start.html", partnerships=partnerships)


@blueprint.get("/accessibility")
@open_to(EVERYBODY)
def show_accessibility() -> ResponseReturnValue:
    """Show the accessibility statement."""
    return render_template("pages/accessibility.html")


@blueprint.get("/privacy")
@open_to(EVERYBODY)
def show_privacy() -> ResponseReturnValue:
    """Show what is kept, in one sentence."""
    return render_template("pages/privacy.html")


@blueprint.get("/icon.svg")
@open_to(EVERYBODY)
def show_icon() -> ResponseReturnValue:
    """Show the picture for the browser's tab."""
    return Response(render_template("pages/icon.svg"), mimetype="image/svg+xml")
