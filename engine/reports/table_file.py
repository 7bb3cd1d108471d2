"""A report as CSV: one line for each cell, so that every figure fits into one table."""

import csv
import io
from collections.abc import Iterator

from engine.reports.definitions import VERSIONS
from engine.reports.report import Report
from engine.reports.shown import show_figures, show_versions

HEAD = (
    "partnership",
    "first_day",
    "period",
    "figure",
    "title",
    "row",
    "measure",
    "value",
    "definition",
)
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(report: Report, *, is_outside: bool) -> str:
    """Return every figure as comma-separated values, in UTF-8 with a mark for spreadsheets."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for line in _lines(report, is_outside=is_outside):
        writer.writerow([_harmless(text) for text in line])
    return out.getvalue()


def _lines(report: Report, *, is_outside: bool) -> Iterator[tuple[str, ...]]:
    period = report.period
    start = report.partnership, period.first_day.isoformat(), period.in_words
    for used in show_versions(report, is_outside=is_outside):
        name = f"{used.name}, edition {used.edition}, version {used.version}"
        yield (*start, "in_force", "Versions in force", name, "Cases raised", used.raised, VERSIONS)
    for figure in show_figures(report, is_outside=is_outside):
        for row in figure.rows:
            for title, cell in zip(figure.head, row.cells, strict=True):
                about = figure.key, figure.title, row.label, title, cell.text, figure.definition
                yield (*start, *about)


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text
