"""The manager's report, as data and as files."""

from typing import Any

from flask import Response

from api.access import REPORT_READERS, open_to
from api.auth import required_actor
from api.reading import reading
from api.report_files import CSV, PDF, answer_with_file
from api.reports import Asked, read_report
from api.request_json import Resource
from api.schemas.reports import ReportPartnershipSchema, ReportQuerySchema, ReportSchema
from engine.reports.report import list_partnerships
from engine.reports.shown import ShownFigure, show_figures, show_versions

reports = Resource("reports", "How a partnership's procedure is used.")


@reports.route("/reports", methods=["GET"])
@open_to(REPORT_READERS)
@reports.response(200, ReportPartnershipSchema(many=True))
@reports.refuses(401, 404)
def show_partnerships() -> list[dict[str, str]]:
    """List the partnerships whose report you may read."""
    with reading() as work:
        found = list_partnerships(work, required_actor())
    return [{"key": key, "name": name} for key, name in found.items()]


@reports.route("/reports/<string:partnership_key>", methods=["GET"])
@open_to(REPORT_READERS)
@reports.arguments(ReportQuerySchema, location="query")
@reports.response(200, ReportSchema)
@reports.refuses(401, 404, 422, 503)
def show(query: dict[str, Any], partnership_key: str) -> dict[str, Any]:
    """Count the figures of a partnership for a quarter, or for the year that ends with it."""
    asked = Asked(partnership_key, **query)
    report = read_report(asked)
    return {
        "partnership": {"key": report.partnership_key, "name": report.partnership},
        "first_day": report.period.first_day,
        "period": report.period.in_words,
        "compared_with": report.period.before.in_words,
        "as_at": report.as_at,
        "is_complete": report.is_complete,
        "versions": [
            {
                "process_definition_id": used.id,
                "name": used.name,
                "edition": used.edition,
                "version": used.version,
                "published_at": used.published_at,
                "cases_raised": used.raised,
            }
            for used in show_versions(report, is_outside=asked.is_outside)
        ],
        "figures": [
            _figure(figure) for figure in show_figures(report, is_outside=asked.is_outside)
        ],
    }


@reports.route("/reports/<string:partnership_key>.csv", methods=["GET"])
@open_to(REPORT_READERS)
@reports.arguments(ReportQuerySchema, location="query")
@reports.response(200, content_type=CSV)
@reports.refuses(401, 404, 422, 503)
def give_table(query: dict[str, Any], partnership_key: str) -> Response:
    """Give the report as comma-separated values."""
    return answer_with_file(Asked(partnership_key, **query), CSV)


@reports.route("/reports/<string:partnership_key>.pdf", methods=["GET"])
@open_to(REPORT_READERS)
@reports.arguments(ReportQuerySchema, location="query")
@reports.response(200, content_type=PDF)
@reports.refuses(401, 404, 422, 503)
def give_paper(query: dict[str, Any], partnership_key: str) -> Response:
    """Give the report as an accessible PDF."""
    return answer_with_file(Asked(partnership_key, **query), PDF)


def _figure(figure: ShownFigure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "title": figure.title,
        "definition": figure.definition,
        "rows": [
            {
                "key": row.key,
                "label": row.label,
                "cells": [
                    {"measure": title, "text": cell.text, "number": cell.number}
                    for title, cell in zip(figure.head, row.cells, strict=True)
                ],
            }
            for row in figure.rows
        ],
    }
