"""Every figure of all five editions against an independent count, on both databases."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from engine.context import open_engine
from engine.definitions.bundle import read_folder
from engine.persistence.cases import Case
from engine.persistence.database import connect
from engine.persistence.directory import Area
from engine.persistence.tables import METADATA
from engine.reports.figures import FIGURES
from engine.reports.keeping import keep_facts
from engine.reports.measures import Share, Times
from engine.reports.periods import Period, Span
from engine.reports.report import load_report
from engine.reports.shown import show_figures
from engine.trial.history.filling import fill_with_history
from engine.trial.store import bring_in, open_with_directory
from tests.engine.reports.attacker import Outsider
from tests.engine.reports.independent import count, midnight
from tests.engine.reports.raw_history import RawHistory
from tests.support.databases import KINDS
from tests.support.directory import demo_actor
from tests.support.engine import ROOT, quick

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
CASES, SEED = 72, 7
"""About eighteen of each partnership, all of them in one database for each kind."""
EDITIONS = (
    "barnsley/undated",
    "southend-essex-thurrock/2026-02-24",
    "tees/undated",
    "berkshire/2024-05-24",
    "berkshire/2026-03-25",
)
OF_2024 = ("bracknell-forest", "slough", "west-berkshire")
"""Areas of Berkshire that stay with the older edition."""
DERIVED = {"case_facts", "kept_report"}
PARTNERSHIPS = ("barnsley", "set", "tees", "berkshire")
PERIODS = ((1, Span.QUARTER), (4, Span.QUARTER), (10, Span.QUARTER), (10, Span.YEAR))


@pytest.fixture(scope="module")
def invented(sqlite_template, tmp_path_factory):
    """Return an engine with a year of believable cases of every edition."""
    path = tmp_path_factory.mktemp("editions") / "concord.db"
    shutil.copy(sqlite_template, path)
    engine = as_demonstration(open_with_directory(quick(connect(f"sqlite:///{path}"))))
    for edition in EDITIONS:
        bring_in(engine, read_folder(ROOT / "workflows" / edition, ROOT / "forms/definitions"))
    with engine.open_unit_of_work() as work:
        older = update(Area).where(Area.key.in_(OF_2024)).values(edition="2024-05-24")
        work.session.execute(older)
        work.commit()
    engine.clock.set(UNTIL)
    for _ in fill_with_history(engine, years=1, cases=CASES, seed=SEED, until=UNTIL):
        pass
    yield engine
    engine.database.engine.dispose()


@pytest.fixture(scope="module", params=KINDS)
def filled(request, invented):
    """Return an engine over these cases with their facts, once on each kind of database.

    PostgreSQL gets the rows as they are: what is tested here reads them.
    """
    if request.param == "sqlite":
        assert keep_facts(invented) > CASES * 0.9
        yield invented
        return
    server, template = map(request.getfixturevalue, ("postgres_server", "postgres_template"))
    name = request.getfixturevalue("_database_names")()
    database = connect(server.create(name, template))
    with invented.database.engine.connect() as source, database.engine.begin() as target:
        for table in METADATA.sorted_tables:
            rows = [dict(row._mapping) for row in source.execute(table.select())]
            if rows and table.name not in DERIVED:
                target.execute(table.insert(), rows)
        target.execute(update(Case).values(counted_history=0))
    engine = as_demonstration(
        open_engine(invented.settings, clock=invented.clock, database=database)
    )
    assert keep_facts(engine) > CASES * 0.9
    yield engine
    database.engine.dispose()
    server.drop(name)


def as_demonstration(engine):
    return replace(engine, settings=replace(engine.settings, demo=True))


def load(engine, partnership, month, span, year=2026):
    actor = demo_actor(engine, "business-manager", f"{partnership}-partnership")
    with engine.open_reading() as work:
        return load_report(engine, work, actor, partnership, Period(date(year, month, 1), span))


def told(report):
    """Return the values of every row that is not empty, by figure and row."""
    return {
        figure: {row.key: tuple(row.values) for row in rows if figure == "unused" or says(row)}
        for figure, rows in report.figures.items()
    }


def says(row):
    """Tell whether something was counted for a row; a share of nothing and no times are nothing."""
    counts = [value for value in row.values if not isinstance(value, Share | Times)]
    return any(counts)


def test_every_figure_is_what_the_raw_history_says(filled):
    seen = set()
    for partnership in PARTNERSHIPS:
        raw = RawHistory(filled, partnership)
        for month, span in PERIODS:
            report = load(filled, partnership, month, span)
            first = month - 9 if span is Span.YEAR else month
            expected = count(raw, midnight(2026, first), midnight(2026, month + 3))
            figures = told(report)
            for figure in FIGURES:
                want = expected.get(figure.key, {})
                assert figures[figure.key] == want, (partnership, month, figure.key)
                seen.update((figure.key, row) for row in want)
            versions = {used.version.id: used.raised for used in report.versions if used.raised}
            raised = expected.get("versions raised", {})
            assert versions == {version: number for version, (number,) in raised.items()}
    # The generator gives every figure something to count.
    assert {figure for figure, _ in seen} == {figure.key for figure in FIGURES}


def test_beside_a_period_stands_the_one_before(filled):
    quarter = load(filled, "berkshire", 10, Span.QUARTER)
    assert quarter.before == load(filled, "berkshire", 7, Span.QUARTER).figures


LEFT = ((2025, 4), (2025, 7), (2025, 10), (2026, 1), (2026, 4), (2026, 7))
"""The quarters that an outsider has; the first four are a financial year, which they have too."""


@pytest.mark.parametrize("partnership", PARTNERSHIPS)
def test_whoever_has_every_report_that_left_works_out_no_small_number(filled, partnership):
    outsider, before = Outsider(), None
    for year, month in LEFT:
        report = load(filled, partnership, month, Span.QUARTER, year)
        now = outsider.read((year, month), show_figures(report, is_outside=True))
        if before is not None:
            outsider.follow(before, now)
        before = now
    year = load(filled, partnership, 1, Span.YEAR)
    outsider.read("year", show_figures(year, is_outside=True))
    outsider.lie_in("year", LEFT[:4])
    assert outsider.small_numbers() == {}
