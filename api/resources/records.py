"""The record of a case as a file, and the check of a case's history against a record."""

from flask import Response

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.reading import reading
from api.record_file import PDF, answer_with_record
from api.request_json import Resource
from api.schemas.records import HistoryCheckQuerySchema, HistoryCheckSchema
from engine.queries.history_chain import HistoryCheck, check_history

records = Resource("records", "The record of a case, for files, inspections and reviews.")


@records.route("/cases/<reference>/record.pdf", methods=["GET"])
@open_to(SIGNED_IN)
@records.response(
    200, {"type": "string", "format": "binary"}, content_type=PDF, description="A PDF/UA file."
)
@records.refuses(401, 404, 503)
def show_file(reference: str) -> Response:
    """Give the record of a case as an accessible PDF, as far as you may see the case."""
    return answer_with_record(reference)


@records.route("/cases/<reference>/history/check", methods=["GET"])
@open_to(SIGNED_IN)
@records.arguments(HistoryCheckQuerySchema, location="query")
@records.response(200, HistoryCheckSchema)
@records.refuses(401, 404, 422)
def check(query: dict[str, int | None], reference: str) -> HistoryCheck:
    """Work out the hash over the first events of a case, to compare it with a record."""
    with reading() as work:
        return check_history(work, required_actor(), reference, events=query["events"])
