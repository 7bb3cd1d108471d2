"""Counts the reports of partnerships with very many cases ahead, so that a page need not."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from engine.context import Engine
from engine.persistence.case_facts import FIGURES_LABEL, KeptReport
from engine.persistence.directory import Partnership
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import conflict_insert
from engine.reports.counting import count_cases, count_figures
from engine.reports.figure import Counted
from engine.reports.measures import pack
from engine.reports.periods import Period, Span, moved, quarter_of
from engine.reports.places import load_places
from engine.reports.report import MOST_LIVE

FRESH = timedelta(hours=1)
"""How long a kept report is good enough."""
QUARTERS = 9
"""Periods that are kept end with this quarter or one of the eight before."""


def keep_reports(engine: Engine, *, most_live: int = MOST_LIVE) -> int:
    """Count one kept report that is older than an hour, or missing; return how many were counted.

    One at a time: a report of a million cases takes a minute.
    """
    with engine.open_reading() as work:
        found = next(_stale(engine, work, most_live), None)
        if found is None:
            return 0
        partnership_key, period = found
        places = load_places(engine, work, partnership_key)
        as_at = engine.clock.now()
        counted = count_figures(engine, work, partnership_key, period, places)
    row = {
        "partnership_key": partnership_key,
        "period": period.key,
        "as_at": as_at,
        "figures": engine.sealer.seal_json(_packed(counted), FIGURES_LABEL),
    }
    with engine.open_unit_of_work() as work:
        statement = conflict_insert(work, KeptReport)
        changing = {name: statement.excluded[name] for name in ("as_at", "figures")}
        keys = ["partnership_key", "period"]
        work.session.execute(
            statement.on_conflict_do_update(index_elements=keys, set_=changing), [row]
        )
        work.commit()
    return 1


def _stale(engine: Engine, work: UnitOfWork, most_live: int) -> Iterator[tuple[str, Period]]:
    now = engine.clock.now()
    query = select(KeptReport.partnership_key, KeptReport.period).where(
        KeptReport.as_at > now - FRESH, KeptReport.as_at <= now
    )
    fresh = {tuple(row) for row in work.session.execute(query)}
    for key in work.session.scalars(select(Partnership.key).order_by(Partnership.key)):
        for places_back in range(QUARTERS):
            for span in Span:
                period = Period(moved(quarter_of(now), -3 * places_back), span)
                for one in (period, period.before):
                    if (key, one.key) in fresh:
                        continue
                    if count_cases(work, key, one, most=most_live + 1) > most_live:
                        yield key, one


def _packed(counted: Counted) -> dict[str, list[list[object]]]:
    return {
        name: [[row.key, row.label, row.is_found, *map(pack, row.values)] for row in rows]
        for name, rows in counted.items()
    }
