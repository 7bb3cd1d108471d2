"""The manager's report: how a partnership's procedure is used."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from api.access import REPORT_READERS, open_to
from api.pages.reports_view import refused_view, view_report
from api.report_files import CSV, PDF, answer_with_file
from api.reports import INSIDE, Asked, read_report
from engine.errors import InputRefusedError, ReportNotMadeError
from engine.reports.periods import Span

blueprint = Blueprint("pages_reports", __name__)


@blueprint.get("/reports")
@open_to(REPORT_READERS)
def show_report() -> ResponseReturnValue:
    """Show the figures of a period, each with its definition, its chart and its table."""
    asked = _asked()
    try:
        report = read_report(asked)
    except (InputRefusedError, ReportNotMadeError) as refused:
        return render_template("pages/report_refused.html", **refused_view(asked, str(refused)))
    return render_template("pages/report.html", **view_report(asked, report))


@blueprint.get("/reports/report.csv")
@open_to(REPORT_READERS)
def give_table() -> Response:
    """Give the figures as comma-separated values."""
    return answer_with_file(_asked(), CSV)


@blueprint.get("/reports/report.pdf")
@open_to(REPORT_READERS)
def give_paper() -> Response:
    """Give the report as a PDF."""
    return answer_with_file(_asked(), PDF)


def _asked() -> Asked:
    # PostgreSQL takes no text with a null character.
    given = {name: text.replace("\0", "").strip() for name, text in request.args.items()}
    return Asked(
        partnership=given.get("partnership", ""),
        quarter=given.get("quarter", ""),
        span=given.get("span", Span.QUARTER),
        numbers=given.get("numbers", INSIDE),
    )
