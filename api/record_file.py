"""Answers with the record of a case, the same for pages and for the API."""

from flask import Response, g, make_response, request

from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from engine.records.case_record import write_case_record

PDF = "application/pdf"


def answer_with_record(reference: str) -> Response:
    """Return the record as a file; nothing but its tag when the reader has the same already."""
    engine = current_engine()
    with reading() as work:
        record = write_case_record(engine, work, required_actor(), reference)
    answer = make_response()
    answer.mimetype = PDF
    answer.set_etag(record.digest)
    if not request.if_none_match.contains(record.digest):
        answer.set_data(record.as_pdf())
    name = f"record-{record.document.reference}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    g.cache_control = "private, no-store"
    answer.make_conditional(request)
    return answer
