"""Process definitions: the versions of the procedures, and their diagrams."""

from typing import Any

from flask import Response

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.definitions import DefinitionListSchema, DefinitionQuerySchema, DefinitionSchema
from engine.definitions.drawing import draw_diagram
from engine.queries.definitions import (
    DefinitionRow,
    list_definitions,
    load_definition,
    load_sources,
)

process_definitions = Resource("process-definitions", "The procedures, version by version.")

XML = "application/xml"
SVG = "image/svg+xml"
TEXT = {"type": "string"}
ONE = "/process-definitions/<int:process_definition_id>"


@process_definitions.route("/process-definitions", methods=["GET"])
@open_to(SIGNED_IN)
@process_definitions.arguments(DefinitionQuerySchema, location="query")
@process_definitions.response(200, DefinitionListSchema)
@process_definitions.refuses(401, 422)
def show_list(query: dict[str, str | None]) -> dict[str, Any]:
    """List the versions that you may see; drafts are for editors and administrators."""
    engine = current_engine()
    with reading() as work:
        return {"items": list_definitions(engine, work, required_actor(), key=query["key"])}


@process_definitions.route(ONE, methods=["GET"])
@open_to(SIGNED_IN)
@process_definitions.response(200, DefinitionSchema)
@process_definitions.refuses(401, 404)
def show(process_definition_id: int) -> DefinitionRow:
    """Show one version."""
    engine = current_engine()
    with reading() as work:
        return load_definition(engine, work, required_actor(), process_definition_id)


@process_definitions.route(f"{ONE}/bpmn", methods=["GET"])
@open_to(SIGNED_IN)
@process_definitions.response(200, TEXT, content_type=XML)
@process_definitions.refuses(401, 404)
def show_bpmn(process_definition_id: int) -> Response:
    """Give the main diagram as it was deployed."""
    return Response(_main_diagram(process_definition_id), content_type=XML)


@process_definitions.route(f"{ONE}/diagram.svg", methods=["GET"])
@open_to(SIGNED_IN)
@process_definitions.response(200, TEXT, content_type=SVG)
@process_definitions.refuses(401, 404)
def show_drawing(process_definition_id: int) -> Response:
    """Draw the main diagram."""
    return Response(draw_diagram(_main_diagram(process_definition_id), states={}), content_type=SVG)


def _main_diagram(process_definition_id: int) -> bytes:
    engine = current_engine()
    with reading() as work:
        sources = load_sources(engine, work, required_actor(), process_definition_id)
        return sources[engine.definitions.compiled(work, process_definition_id).procedure.main]
