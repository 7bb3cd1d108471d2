"""What the page of a report shows."""

from dataclasses import asdict
from typing import Any

from flask import url_for
from markupsafe import Markup

from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.reports import INSIDE, OUTSIDE, Asked
from engine.records.words import edition_in_words, moment
from engine.reports.charts import alternative, draw
from engine.reports.definitions import AS_KNOWN, NONE_IN_FORCE, PERIOD, VERSIONS
from engine.reports.definitions import INSIDE as INSIDE_WORDS
from engine.reports.definitions import OUTSIDE as OUTSIDE_WORDS
from engine.reports.periods import Period, Span, moved, quarter_of
from engine.reports.report import Report, list_partnerships
from engine.reports.shown import ShownFigure, show_figures, show_versions

QUARTERS_OFFERED = 13
SPANS = {Span.QUARTER: "This quarter", Span.YEAR: "The year that ends with it"}
NUMBERS = {
    INSIDE: "Exact: stays inside the partnership",
    OUTSIDE: "Rough: may leave the partnership",
}


def view_report(asked: Asked, report: Report) -> dict[str, Any]:
    """Return what `pages/report.html` needs."""
    address = {**asdict(asked), "partnership": report.partnership_key}
    return {
        **_choices(asked, report.partnership_key, report.period),
        "report": report,
        "as_at": moment(report.as_at),
        "is_running": report.as_at < report.period.ends_at,
        "for_whom": OUTSIDE_WORDS if asked.is_outside else INSIDE_WORDS,
        "how": f"{PERIOD} {AS_KNOWN} {VERSIONS}",
        "none_in_force": NONE_IN_FORCE,
        "versions": [
            {
                "name": used.name,
                "edition": edition_in_words(used.edition),
                "version": used.version,
                "since": moment(used.published_at),
                "raised": used.raised,
            }
            for used in show_versions(report, is_outside=asked.is_outside)
        ],
        "figures": [
            _figure(figure) for figure in show_figures(report, is_outside=asked.is_outside)
        ],
        "csv_url": url_for("pages_reports.give_table", **address),
        "pdf_url": url_for("pages_reports.give_paper", **address),
    }


def refused_view(asked: Asked, problem: str) -> dict[str, Any]:
    """Return what `pages/report_refused.html` needs."""
    return {**_choices(asked, asked.partnership, None), "problem": problem}


def _figure(figure: ShownFigure) -> dict[str, Any]:
    drawing = draw(figure)
    return {
        "shown": figure,
        # Drawn by ourselves, every text in it escaped.
        "drawing": Markup(drawing) if drawing else None,  # noqa: S704
        "alternative": alternative(figure),
    }


def _choices(asked: Asked, partnership_key: str, period: Period | None) -> dict[str, Any]:
    """Return what the form above the report offers, with what is chosen."""
    with reading() as work:
        partnerships = list_partnerships(work, required_actor())
    newest = quarter_of(current_engine().clock.now())
    quarters = [moved(newest, -3 * back) for back in range(QUARTERS_OFFERED)]
    if period is not None and period.quarter not in quarters:
        quarters.append(period.quarter)
    chosen = f"{period.quarter:%Y-%m}" if period else asked.quarter
    return {
        "partnerships": _items(partnerships, partnership_key),
        "quarters": _items(
            {f"{first:%Y-%m}": Period(first, Span.QUARTER).in_words for first in quarters}, chosen
        ),
        "spans": _items(SPANS, asked.span),
        "numbers": _items(NUMBERS, asked.numbers),
    }


def _items(words: Any, chosen: str) -> list[dict[str, Any]]:
    return [
        {"value": value, "text": text, "selected": value == chosen} for value, text in words.items()
    ]
