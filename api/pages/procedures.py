"""Procedures to read: the diagram, its stages, roles and time limits."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.diagrams import main_diagram, steps_of
from api.reading import reading
from engine.definitions.drawing import draw_diagram
from engine.definitions.guidance import PROCEDURE_PAGE, clauses_told_at
from engine.queries.definitions import EDITING, list_definitions, load_definition
from engine.queries.directory_checks import find_missing_people
from engine.queries.partnerships import administered_partnerships

blueprint = Blueprint("pages_procedures", __name__)


@blueprint.get("/procedures")
@open_to(SIGNED_IN)
def list_procedures() -> ResponseReturnValue:
    """Show the procedures and their versions."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        rows = list_definitions(engine, work, actor)
    return render_template(
        "pages/procedures.html",
        rows=rows,
        now=engine.clock.now(),
        may_edit=any(map(actor.has_role, EDITING)),
    )


@blueprint.get("/procedures/<int:process_definition_id>")
@open_to(SIGNED_IN)
def show_procedure(process_definition_id: int) -> ResponseReturnValue:
    """Show one version with its diagram and the same as a table."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        row = load_definition(engine, work, actor, process_definition_id)
        compiled = engine.definitions.compiled(work, process_definition_id)
        is_own = row.partnership_key in administered_partnerships(work, actor)
        files = compiled.bundle.files
        missing = find_missing_people(work, files, engine.clock.now()) if is_own else ()
    drawing = draw_diagram(main_diagram(compiled), states={})
    return render_template(
        "pages/procedure.html",
        row=row,
        now=engine.clock.now(),
        may_edit=any(map(actor.has_role, EDITING)),
        procedure=compiled.procedure,
        drawing=Markup(drawing),  # noqa: S704 - our own drawing
        steps=steps_of(compiled),
        missing=missing,
        principles=clauses_told_at(PROCEDURE_PAGE, compiled.bundle.files),
    )


@blueprint.get("/procedures/<int:process_definition_id>/diagram.bpmn")
@open_to(SIGNED_IN)
def show_diagram_source(process_definition_id: int) -> ResponseReturnValue:
    """Give the main diagram's file, for the viewer."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        load_definition(engine, work, actor, process_definition_id)
        compiled = engine.definitions.compiled(work, process_definition_id)
    return Response(main_diagram(compiled), mimetype="application/xml")
