"""The start page, and the short pages that anybody may read."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from api.access import EVERYBODY, open_to

blueprint = Blueprint("pages_start", __name__)


@blueprint.get("/")
@open_to(EVERYBODY)
def show_start() -> ResponseReturnValue:
    """Show what comes first: danger, then raising a difference, then the other routes."""
    return render_template("pages/start.html")


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
