"""Incidents: what failed or did not arrive, tried again, or left for a reason."""

from typing import Any

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.incidents import IncidentPageSchema, IncidentQuerySchema
from api.schemas.operations import WhySchema
from engine.operations.incidents import retry_incident
from engine.queries.incident_list import ListedIncident, list_incidents
from engine.queries.paging import Page
from engine.runtime.ignoring import ignore_incident

incidents = Resource("incidents", "What failed, and what did not arrive.")


@incidents.route("/incidents", methods=["GET"])
@open_to(ADMINISTRATORS)
@incidents.arguments(IncidentQuerySchema, location="query")
@incidents.response(200, IncidentPageSchema)
@incidents.refuses(401, 404, 422)
def show_list(query: dict[str, Any]) -> Page[ListedIncident]:
    """List what failed, and the notices that did not arrive, in cases that you administer."""
    with reading() as work:
        return list_incidents(
            current_engine(),
            work,
            required_actor(),
            only_open=query["state"] == "open",
            limit=query["limit"],
            cursor=query["cursor"],
        )


@incidents.route("/incidents/<int:incident_id>/retry", methods=["POST"])
@open_to(ADMINISTRATORS)
@incidents.arguments(WhySchema)
@incidents.response(204)
@incidents.refuses(401, 404, 409, 422)
def retry(body: dict[str, str], incident_id: int) -> None:
    """Try again what has failed in the incident's process instance. It is the operation `retry`.

    Only in cases of a partnership that you administer.
    """
    retry_incident(current_engine(), required_actor(), incident_id, body["reason"])


@incidents.route("/incidents/<int:incident_id>/ignore", methods=["POST"])
@open_to(ADMINISTRATORS)
@incidents.arguments(WhySchema)
@incidents.response(204)
@incidents.refuses(401, 403, 404, 422)
def ignore(body: dict[str, str], incident_id: int) -> None:
    """Leave an incident as it is, for a reason that the case's history keeps.

    Not while a time limit stands still because of it.
    """
    ignore_incident(current_engine(), required_actor(), incident_id, body["reason"])
