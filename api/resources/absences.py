"""Who is away, and who stands in."""

from typing import Any

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.absences import AbsencesSchema, ArrangedAbsenceSchema, NewAbsenceSchema
from engine.queries.absences import list_absences
from engine.runtime.absences import arrange_absence, end_absence

absences = Resource("absences", "Who is away, and who stands in.")


@absences.route("/absences", methods=["GET"])
@open_to(SIGNED_IN)
@absences.response(200, AbsencesSchema)
@absences.refuses(401)
def show_list() -> dict[str, Any]:
    """Show the absences that run or come: yours, those in which you stand in, your people's."""
    engine = current_engine()
    with reading() as work:
        return {"items": list_absences(work, required_actor(), engine.clock.now())}


@absences.route("/absences", methods=["POST"])
@open_to(SIGNED_IN)
@absences.arguments(NewAbsenceSchema)
@absences.response(201, ArrangedAbsenceSchema)
@absences.refuses(401, 403, 404, 422)
def arrange(body: dict[str, Any]) -> dict[str, int]:
    """Arrange that a colleague has somebody's roles while they are away."""
    actor = required_actor()
    person_id = body.pop("person_id") or actor.person_id
    return {"id": arrange_absence(current_engine(), actor, person_id=person_id, **body)}


@absences.route("/absences/<int:absence_id>", methods=["DELETE"])
@open_to(SIGNED_IN)
@absences.response(204)
@absences.refuses(401, 403, 404)
def end(absence_id: int) -> None:
    """End an absence before its time: the deputy's roles end at once."""
    end_absence(current_engine(), required_actor(), absence_id)
