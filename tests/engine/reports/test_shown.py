"""What leaves the partnership: no number under five, and none that can be worked out."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from engine.reports.charts import draw
from engine.reports.definitions import DEFINITIONS
from engine.reports.figure import ColumnKind, Row
from engine.reports.figures import FIGURES
from engine.reports.measures import Share, Times, times_of
from engine.reports.numbers import span_in_words
from engine.reports.paper import as_document
from engine.reports.periods import Period, Span
from engine.reports.report import Report
from engine.reports.shown import show_figures
from engine.reports.table_file import as_csv

VALUES = {
    ColumnKind.COUNT: 3,
    ColumnKind.OPEN: 3,
    ColumnKind.SHARE: Share(3, 4),
    ColumnKind.TIMES: Times(90_000.0, 180_000.0, 4),
}


def report_of(rows, before=None):
    """Return a report in which every figure has these rows."""
    return Report(
        partnership_key="berkshire",
        partnership="Berkshire demonstration",
        period=Period(date(2026, 7, 1), Span.QUARTER),
        as_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
        is_complete=True,
        versions=(),
        figures={figure.key: tuple(rows(figure)) for figure in FIGURES},
        before={figure.key: tuple(before(figure)) for figure in FIGURES} if before else {},
    )


def small(figure):
    """Return one row in which every number of cases is small."""
    yield Row("one", "=A row", tuple(VALUES[column.kind] for column in figure.columns))


def test_every_figure_has_a_definition_and_an_own_key():
    assert [figure.key for figure in FIGURES] == list(DEFINITIONS)
    assert {figure.item for figure in FIGURES} == set(range(1, 14))


def test_inside_numbers_are_exact():
    for figure in show_figures(report_of(small), is_outside=False):
        assert len(figure.rows[0].cells) == len(figure.head)
        assert figure.rows[0].cells[0].text == "3"


def test_outside_no_small_number_is_told():
    shown = show_figures(report_of(small, before=small), is_outside=True)
    for figure in (one for one in shown if one.key != "versions"):
        (row,) = figure.rows
        assert len(row.cells) == len(figure.head)
        assert {cell.text for cell in row.cells} <= {"fewer than 5", "–"}
        assert all(cell.number is None for cell in row.cells)


def test_outside_there_are_no_shares_and_no_charts():
    shown = show_figures(report_of(small), is_outside=True)
    assert not any(draw(figure) for figure in shown)
    assert not any("Share" in title for figure in shown for title in figure.head)


def listed(key, *values):
    """Return a row that stands in a report only because it was counted."""
    return Row(key, key.upper(), values, is_found=True)


def found(raised, received):
    """Return a report of agencies and pairs: one of the partnership, and one found elsewhere."""
    rows = {
        "agencies": (Row("own", "Own", (0, 0)), listed("other", raised, received)),
        "pairs": (listed("b", 9), listed("a", 6), listed("c", 1)),
        "cases": (Row("raised", "Raised", (raised,)),),
        "versions": (Row("published", "New versions of the procedure", (2,)),),
    }
    return report_of(lambda figure: rows.get(figure.key, ()))


def outside(report):
    return {figure.key: figure for figure in show_figures(report, is_outside=True)}


def test_outside_what_is_listed_only_because_it_was_counted_is_left_out_under_five():
    assert [row.key for row in outside(found(4, 4))["agencies"].rows] == ["own"]
    assert [row.key for row in outside(found(4, 5))["agencies"].rows] == ["own", "other"]


def test_outside_what_is_listed_goes_by_name_and_not_by_number():
    assert [row.key for row in outside(found(1, 1))["pairs"].rows] == ["a", "b"]
    inside = {figure.key: figure for figure in show_figures(found(1, 1), is_outside=False)}
    assert [row.key for row in inside["pairs"].rows] == ["b", "a", "c"]


def test_outside_none_looks_like_a_few_also_where_a_table_has_no_rows():
    few = report_of(lambda figure: [listed("a", 1)] if figure.key == "pairs" else ())
    for report in (few, report_of(lambda _: ())):
        pairs = outside(report)["pairs"]
        assert (pairs.rows, pairs.nothing) == ((), "Nothing here reaches 5.")


def test_how_many_versions_there_are_is_no_secret():
    assert outside(found(1, 1))["versions"].rows[0].cells[0].text == "2"


def test_median_and_ninetieth_percentile():
    hours = [timedelta(hours=number) for number in (5, 1, 3, 2, 4, 10, 9, 8, 7, 6)]
    assert times_of(hours) == Times(5.5 * 3600, 9 * 3600.0, 10)
    assert times_of([]).of == 0


@pytest.mark.parametrize(
    ("span", "exact", "rough"),
    [
        (timedelta(days=3, hours=4), "3 days 4 hours", "3 days"),
        (timedelta(hours=2, minutes=10), "2 hours 10 minutes", "2 hours"),
        (timedelta(minutes=1), "1 minute", "1 hour"),
        (timedelta(seconds=3), "less than a minute", "1 hour"),
    ],
)
def test_lengths_of_time(span, exact, rough):
    assert span_in_words(span) == exact
    assert span_in_words(span, is_rough=True) == rough


def test_a_row_that_only_the_period_before_has_is_kept():
    report = report_of(lambda _: (), before=small)
    shown = {f.key: f for f in show_figures(report, is_outside=False)}
    assert [cell.text for cell in shown["pairs"].rows[0].cells] == ["0", "3"]
    assert shown["unused"].rows == ()


def test_charts_are_sound_svg_with_their_words_escaped():
    def rows(figure):
        yield Row("one", "<A & B>", tuple(VALUES[column.kind] for column in figure.columns))

    drawn = [draw(figure) for figure in show_figures(report_of(rows), is_outside=False)]
    found = [ET.fromstring(drawing) for drawing in drawn if drawing]
    assert len(found) >= 10
    assert all("style" not in one.attrib for root in found for one in root.iter())


def test_a_spreadsheet_takes_no_row_for_a_formula():
    lines = as_csv(report_of(small), is_outside=False).splitlines()
    assert lines[0].startswith("\ufeffpartnership,")
    assert any(",'=A row," in line for line in lines)
    assert not any(",=A row," in line for line in lines)


def test_the_paper_has_every_figure_with_its_definition():
    document = as_document(report_of(small), is_outside=True)
    assert [section.heading for section in document.sections[1:]] == [f.title for f in FIGURES]
    texts = [section.blocks[0].text for section in document.sections[1:]]
    assert texts == list(DEFINITIONS.values())
