"""The modeller: a draft's diagram, drawn and edited in the browser."""

import uuid
from http import HTTPStatus

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.draft_diagram import DraftDiagram, find_diagram
from api.pages.modeller_words import modeller_words
from api.security import allow_inline_styles
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import NotBpmnError
from engine.definitions.drawing import draw_diagram
from engine.spiff.document import DocumentRefused
from engine.workshop.drafts import begin_draft_from_files

blueprint = Blueprint("pages_modeller", __name__)


@blueprint.get("/workshop/drafts/<uuid:draft_id>/diagrams/<path:path>")
@open_to(EDITORS)
def edit_diagram(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Show the modeller; without JavaScript the drawing and a link to the table of steps."""
    diagram = find_diagram(draft_id, path)
    allow_inline_styles()
    return render_template(
        "pages/modeller.html",
        draft=diagram.draft,
        path=path,
        drawing=_drawing(diagram),
        island=modeller_words(diagram),
    )


@blueprint.post("/workshop/drafts/<uuid:draft_id>/copies/<path:path>")
@open_to(EDITORS)
def copy_to_new_draft(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Begin a new draft with what somebody has drawn, beside what a colleague saved meanwhile."""
    diagram = find_diagram(draft_id, path)
    content = request.form.get("content", "").encode()
    new_id = begin_draft_from_files(
        current_engine(),
        required_actor(),
        Bundle({**diagram.files, path: content}),
        f"{diagram.draft.title} (a second draft)"[:200],
        based_on=diagram.draft.based_on,
    )
    place = url_for(".edit_diagram", draft_id=new_id, path=path)
    return jsonify(url=place), HTTPStatus.CREATED


def _drawing(diagram: DraftDiagram) -> Markup | None:
    try:
        return Markup(draw_diagram(diagram.source, states={}))  # noqa: S704 - our own drawing
    except (DocumentRefused, NotBpmnError):
        return None
