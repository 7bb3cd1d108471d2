"""Incidents: let a failed step be tried again."""

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.request_json import Resource
from api.schemas.instances import ReasonSchema
from engine.runtime.incidents import retry_incident

incidents = Resource("incidents", "Unexpected failures while a process instance advanced.")


@incidents.route("/incidents/<int:incident_id>/retry", methods=["POST"])
@open_to(ADMINISTRATORS)
@incidents.arguments(ReasonSchema)
@incidents.response(204)
@incidents.refuses(401, 404, 422)
def retry(body: dict[str, str], incident_id: int) -> None:
    """Try the failed step again, for a reason that goes into the history.

    Only in cases of a partnership that you administer.
    """
    retry_incident(current_engine(), required_actor(), incident_id, body["reason"])
