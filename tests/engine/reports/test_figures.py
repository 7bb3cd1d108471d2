"""Each figure against an independent count over the raw rows, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from engine.reports.keeping import keep_facts
from engine.reports.periods import Period, Span
from engine.reports.report import load_report
from engine.trial.history.filling import fill_with_history
from tests.engine.reports import independent
from tests.support.directory import demo_actor

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
CASES = 24


@pytest.fixture
def filled(berkshire):
    """Return an engine with some months of believable cases of Berkshire's newest edition."""
    engine = replace(berkshire.engine, settings=replace(berkshire.engine.settings, demo=True))
    berkshire.clock.set(UNTIL)
    for _ in fill_with_history(engine, years=1, cases=CASES, seed=11, until=UNTIL):
        pass
    assert keep_facts(engine) > CASES // 2
    return engine


def report_for(engine, month, span=Span.QUARTER, year=2026):
    actor = demo_actor(engine, "business-manager", "berkshire-partnership")
    period = Period(date(year, month, 1), span)
    with engine.open_reading() as work:
        return period, load_report(engine, work, actor, "berkshire", period)


def counts(report, figure, column=0):
    """Return the rows of a figure that are not nought."""
    found = {row.key: row.values[column] for row in report.figures[figure]}
    return {key: number for key, number in found.items() if number}


def nonzero(counter):
    return {key: number for key, number in counter.items() if number}


PERIODS = ((4, Span.QUARTER), (7, Span.QUARTER), (10, Span.QUARTER), (10, Span.YEAR))


def test_every_figure_is_what_the_raw_rows_say(filled):
    raw = independent.RawRows(filled, "berkshire")
    for month, span in PERIODS:
        check_period(filled, raw, month, span)
    _, year = report_for(filled, 10, Span.YEAR)
    empty = {key for key, rows in year.figures.items() if not any(any(r.values) for r in rows)}
    # The generator gives the others something to count.
    assert empty <= {"special", "unused", "versions", "late_reasons", "last_stage"}
    _, quarter = report_for(filled, 10)
    assert quarter.before == report_for(filled, 7)[1].figures
    assert sum(number for _, number in quarter.versions) == counts(quarter, "cases")["raised"]


def check_period(filled, raw, month, span):
    period, report = report_for(filled, month, span)
    edges = independent.quarter(2026, month)
    start = independent.quarter(2026, 1)[0] if span is Span.YEAR else edges[0]
    expected = independent.count(raw, (start, edges[1]))
    assert (period.starts_at, period.ends_at) == (start, edges[1])
    for figure in (
        "cases",
        "agencies",
        "pairs",
        "areas",
        "themes",
        "stages",
        "settled_by",
        "time_to_end",
        "time_in_stage",
        "late_reasons",
        "outcomes",
        "lessons",
    ):
        assert counts(report, figure) == nonzero(expected[figure]), figure
    assert counts(report, "agencies", 1) == nonzero(expected["received"])
    assert counts(report, "stages", 1) == nonzero(expected["settled"])
    for column, verdict in enumerate(("kept", "recorded_late", "late", "overdue")):
        stages, agencies = expected[f"limits_{verdict}"], expected[f"agency_limits_{verdict}"]
        assert counts(report, "limits_by_stage", column) == nonzero(stages), verdict
        assert counts(report, "limits_by_agency", column) == nonzero(agencies), verdict
    for column, word in enumerate(("confirmed", "disputed", "missing")):
        assert counts(report, "records", column) == nonzero(expected[f"records_{word}"]), word
    ages = {
        (row.key, age): number
        for row in report.figures["open"]
        for age, number in enumerate(row.values)
        if number
    }
    assert ages == nonzero(expected["open"])
    (danger,) = report.figures["danger"]
    alerts = expected["danger"]
    assert danger.values[:3] == (alerts["alerts"], alerts["answered"], alerts["open"])
    last = counts(report, "last_stage")
    for key, number in expected["last_stage"].items():
        assert last.get(key, 0) == number, key
    used = {key for key in raw.agencies if expected["agencies"][key]}
    assert {row.key for row in report.figures["unused"]} == set(raw.agencies) - used
