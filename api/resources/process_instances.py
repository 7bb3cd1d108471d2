"""Process instances, for administrators; nobody else learns that there are any."""

from typing import Any
from uuid import UUID

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.instances import (
    ElementCountsSchema,
    InstancePageSchema,
    InstanceQuerySchema,
    InstanceSchema,
)
from engine.queries.instance_counts import ElementCount, count_elements
from engine.queries.instance_details import InstanceDetails, load_instance
from engine.queries.instance_filters import InstanceFilter
from engine.queries.instances import InstancePage, list_instances

process_instances = Resource("process-instances", "What runs, for administrators.")


@process_instances.route("/process-instances", methods=["GET"])
@open_to(ADMINISTRATORS)
@process_instances.arguments(InstanceQuerySchema, location="query")
@process_instances.response(200, InstancePageSchema)
@process_instances.refuses(401, 404, 422)
def show_list(query: dict[str, Any]) -> InstancePage:
    """List the process instances of your partnership, the newest first."""
    engine = current_engine()
    limit, cursor = query.pop("limit"), query.pop("cursor")
    with reading() as work:
        return list_instances(
            engine,
            work,
            required_actor(),
            only=InstanceFilter(**query),
            limit=limit,
            cursor=cursor,
        )


@process_instances.route("/process-instances/<uuid:process_instance_id>", methods=["GET"])
@open_to(ADMINISTRATORS)
@process_instances.response(200, InstanceSchema)
@process_instances.refuses(401, 404)
def show(process_instance_id: UUID) -> InstanceDetails:
    """Show one process instance: open elements, timers, incidents. No answers of people."""
    engine = current_engine()
    with reading() as work:
        return load_instance(engine, work, required_actor(), process_instance_id)


@process_instances.route(
    "/process-definitions/<int:process_definition_id>/instance-counts", methods=["GET"]
)
@open_to(ADMINISTRATORS)
@process_instances.response(200, ElementCountsSchema)
@process_instances.refuses(401, 404)
def show_counts(process_definition_id: int) -> dict[str, tuple[ElementCount, ...]]:
    """Count what has not ended of one version, by element: tokens, overdue, incidents, timers."""
    engine = current_engine()
    with reading() as work:
        return {"items": count_elements(engine, work, required_actor(), process_definition_id)}
