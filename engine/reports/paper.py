"""A report as an accessible PDF, with the same typesetting as the record of a case."""

from collections.abc import Iterator
from datetime import UTC

from engine.errors import RecordNotMadeError, ReportNotMadeError
from engine.records.blocks import (
    Block,
    Chart,
    Document,
    Facts,
    Heading,
    Paragraph,
    Points,
    Section,
    Table,
)
from engine.records.typesetting import typeset
from engine.records.words import edition_in_words, moment
from engine.reports.charts import alternative, draw
from engine.reports.definitions import AS_KNOWN, INSIDE, NONE_IN_FORCE, OUTSIDE, PERIOD, VERSIONS
from engine.reports.report import Report
from engine.reports.shown import ShownFigure, show_figures, show_versions

NOT_MADE = (
    "The file could not be made just now. The page of the report shows the same, and can be "
    "printed. Try again in a minute."
)
TITLE = "How the escalation procedure is used"


def as_pdf(report: Report, *, is_outside: bool) -> bytes:
    """Return the report as a PDF.

    Raises:
        ReportNotMadeError: it is too long, others are being made, or it could not be set.
    """
    try:
        return typeset(as_document(report, is_outside=is_outside))
    except RecordNotMadeError as error:
        raise ReportNotMadeError(NOT_MADE) from error


def as_document(report: Report, *, is_outside: bool) -> Document:
    """Return what the PDF says."""
    as_at = moment(report.as_at)
    return Document(
        title=TITLE,
        subtitle=f"{report.partnership}, {report.period.in_words}",
        reference=f"Report of {report.partnership}",
        as_at=as_at,
        made_of=report.as_at.astimezone(UTC).timetuple()[:6],
        head=Facts(
            (
                ("Partnership", report.partnership),
                ("Period", report.period.in_words),
                ("Compared with", report.period.before.in_words),
                ("As at", as_at),
                ("For whom", OUTSIDE if is_outside else INSIDE),
            )
        ),
        sections=(
            _how_counted(report, is_outside=is_outside),
            *(
                Section(figure.title, tuple(_blocks(figure)))
                for figure in show_figures(report, is_outside=is_outside)
            ),
        ),
    )


def _how_counted(report: Report, *, is_outside: bool) -> Section:
    versions = [
        f"{used.name}: {edition_in_words(used.edition)}, version {used.version}, in force "
        f"from {moment(used.published_at)}. Cases raised under it: {used.raised}."
        for used in show_versions(report, is_outside=is_outside)
    ]
    blocks: list[Block | Heading] = [
        Paragraph(f"{PERIOD} {AS_KNOWN} {VERSIONS}"),
        Points(tuple(versions) or (NONE_IN_FORCE,)),
    ]
    return Section("How it was counted", tuple(blocks))


def _blocks(figure: ShownFigure) -> Iterator[Block]:
    yield Paragraph(figure.definition)
    picture = draw(figure)
    if picture is not None:
        yield Chart(picture, alternative(figure))
    if figure.rows:
        yield Table(
            head=(figure.of or "What", *figure.head),
            rows=tuple((row.label, *(cell.text for cell in row.cells)) for row in figure.rows),
            widths=(2.5, *(1.0 for _ in figure.head)),
        )
    else:
        yield Paragraph(figure.nothing)
