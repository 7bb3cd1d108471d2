"""Answers with the documentation of a procedure as a file."""

from collections.abc import Callable, Mapping

from flask import Response, g, make_response, request

from engine.records.procedure import ProcedureDocument

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MADE: Mapping[str, tuple[str, Callable[[ProcedureDocument], bytes]]] = {
    "pdf": (PDF, ProcedureDocument.as_pdf),
    "docx": (DOCX, ProcedureDocument.as_docx),
}
"""Type and maker of each kind of file, by its ending."""


def answer_with_paper(document: ProcedureDocument, ending: str) -> Response:
    """Return the file; nothing but its tag when the reader has the same already."""
    mimetype, make = MADE[ending]
    tag = f"{document.digest}-{ending}"
    answer = make_response()
    answer.mimetype = mimetype
    answer.set_etag(tag)
    if not request.if_none_match.contains(tag):
        answer.set_data(make(document))
    answer.headers["Content-Disposition"] = f'attachment; filename="{document.name}.{ending}"'
    g.cache_control = "private, no-store"
    answer.make_conditional(request)
    return answer
