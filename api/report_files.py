"""Answers with a report as a file, the same for pages and for the API."""

from flask import Response, g, make_response

from api.reports import Asked, read_report
from engine.reports.paper import as_pdf
from engine.reports.table_file import as_csv

CSV, PDF = "text/csv", "application/pdf"


def answer_with_file(asked: Asked, kind: str) -> Response:
    """Return the report as CSV or PDF, to be kept."""
    report = read_report(asked)
    if kind == PDF:
        answer = make_response(as_pdf(report, is_outside=asked.is_outside))
    else:
        answer = make_response(as_csv(report, is_outside=asked.is_outside))
    answer.mimetype = kind
    version = "-outside" if asked.is_outside else ""
    name = f"report-{report.partnership_key}-{report.period.key.replace('.', '-')}{version}"
    ending = "pdf" if kind == PDF else "csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    g.cache_control = "private, no-store"
    return answer
