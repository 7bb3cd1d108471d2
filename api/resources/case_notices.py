"""Who has been told what in a case, and whom to telephone."""

from typing import Any

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.case_notices import CaseNoticesSchema
from engine.queries.case_notices import CaseNotice, list_case_notices

case_notices = Resource("case-notices", "Who has been told what in a case.")


@case_notices.route("/cases/<reference>/notices", methods=["GET"])
@open_to(SIGNED_IN)
@case_notices.response(200, CaseNoticesSchema)
@case_notices.refuses(401, 404)
def show(reference: str) -> dict[str, Any]:
    """Show the notices about a case, how far each got with whom, and whom to telephone."""
    engine = current_engine()
    with reading() as work:
        notices = list_case_notices(engine, work, required_actor(), reference)
    return {"items": [_shown(notice) for notice in notices]}


def _shown(notice: CaseNotice) -> dict[str, Any]:
    groups = [{"role": role, "agency_name": agency} for role, agency in notice.groups]
    missed = notice.not_reached
    return {
        **vars(notice),
        "groups": groups,
        "not_reached": missed and {"role": missed[0], "agency_name": missed[1]},
        "reached_nobody": notice.reached_nobody,
    }
