"""Counts the figures of a period from the kept facts."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, func, or_, select

from engine.context import Engine
from engine.persistence.case_facts import FACTS_LABEL, CaseFacts
from engine.persistence.unit_of_work import UnitOfWork
from engine.reports.figure import Counted, Material
from engine.reports.figures import FIGURES
from engine.reports.periods import Period
from engine.reports.places import Places
from engine.reports.reported_case import ReportedCase, unpacked

AT_ONCE = 5000
"""Rows that are read at a time."""


def count_figures(
    engine: Engine, work: UnitOfWork, partnership_key: str, period: Period, places: Places
) -> Counted:
    """Return the rows of every figure. Whoever asks has checked the access."""
    material = Material(
        period=period,
        now=engine.clock.now(),
        cases=tuple(_cases(engine, work, partnership_key, period)),
        places=places,
    )
    return {figure.key: tuple(figure.count(material)) for figure in FIGURES}


def count_cases(work: UnitOfWork, partnership_key: str, period: Period, *, most: int) -> int:
    """Return how many cases a report of the period reads; counting ends at `most`."""
    # The newest first, along the index: where there are many, the first ones are of the period.
    found = (
        select(CaseFacts.raised_at)
        .where(*_alive(partnership_key, period))
        .order_by(CaseFacts.raised_at.desc())
        .limit(most)
        .subquery()
    )
    return work.session.scalar(select(func.count()).select_from(found)) or 0


def raised_under(work: UnitOfWork, partnership_key: str, period: Period) -> dict[int, int]:
    """Return how many cases were raised in the period under each version."""
    query = (
        select(CaseFacts.process_definition_id, func.count())
        .where(
            CaseFacts.partnership_key == partnership_key,
            CaseFacts.raised_at >= period.starts_at,
            CaseFacts.raised_at < period.ends_at,
        )
        .group_by(CaseFacts.process_definition_id)
    )
    return dict(work.session.execute(query).all())


def _cases(
    engine: Engine, work: UnitOfWork, partnership_key: str, period: Period
) -> Iterator[ReportedCase]:
    query = (
        select(CaseFacts.case_id, CaseFacts.facts)
        .where(*_alive(partnership_key, period))
        .order_by(CaseFacts.case_id)
        .limit(AT_ONCE)
    )
    rows = work.session.execute(query).all()
    while rows:
        for _, sealed in rows:
            yield unpacked(engine.sealer.open_json(sealed, FACTS_LABEL))
        full = len(rows) == AT_ONCE
        rows = (
            work.session.execute(query.where(CaseFacts.case_id > rows[-1][0])).all() if full else []
        )


def _alive(partnership_key: str, period: Period) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the cases that were open at some time of the period."""
    return (
        CaseFacts.partnership_key == partnership_key,
        CaseFacts.raised_at < period.ends_at,
        or_(CaseFacts.ended_at.is_(None), CaseFacts.ended_at >= period.starts_at),
    )
