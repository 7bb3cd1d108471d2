"""The report of one partnership for one period, with the period before beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotFoundError, ReportNotMadeError
from engine.persistence.case_facts import FIGURES_LABEL, KeptReport
from engine.persistence.directory import Agency, Partnership
from engine.persistence.unit_of_work import UnitOfWork
from engine.reports.counting import count_cases, count_figures, raised_under
from engine.reports.figure import Counted, Row
from engine.reports.keeping import facts_wait
from engine.reports.measures import unpack
from engine.reports.periods import Period
from engine.reports.places import Places, Version, load_places
from engine.vocabulary import Role

READERS = frozenset({Role.BUSINESS_MANAGER, Role.ADMINISTRATOR})
"""Who reads the report: of the partnership's own office."""
MOST_LIVE = 2000
"""With more cases than these in a period, a job counts and the page shows what it kept."""


class UsedVersion(NamedTuple):
    """A version of a procedure, as it was used in the period."""

    version: Version
    raised: int
    """Cases that were raised under it."""
    is_in_force: bool
    """Whether it was in force, whatever was raised: an area's newest of its edition."""


@dataclass(frozen=True)
class Report:
    """The counted figures, not yet laid out."""

    partnership_key: str
    partnership: str
    period: Period
    as_at: datetime
    """When it was counted."""
    is_complete: bool
    """Whether every case that was raised has been looked at since it last changed."""
    versions: Sequence[UsedVersion]
    """Those in force at some time of the period, or under which cases were raised in it."""
    figures: Counted
    before: Counted


def list_partnerships(work: UnitOfWork, actor: Actor) -> Mapping[str, str]:
    """Return the names of the partnerships whose report the actor may read, by key."""
    offices = [group.agency_key for group in actor.groups if group.role in READERS]
    query = (
        select(Partnership.key, Partnership.name)
        .join(Agency, Agency.partnership_key == Partnership.key)
        .where(Agency.key.in_(offices))
        .order_by(Partnership.name)
    )
    return dict(work.session.execute(query).all())


def load_report(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    partnership_key: str,
    period: Period,
    *,
    most_live: int = MOST_LIVE,
) -> Report:
    """Return the report of a partnership; with more cases than `most_live`, as a job counted it.

    Raises:
        NotFoundError: there is no such partnership, or its report is not for the actor.
        ReportNotMadeError: it has very many cases, and the period has not been counted yet.
    """
    names = list_partnerships(work, actor)
    if partnership_key not in names:
        raise NotFoundError("partnership", partnership_key)
    asked = _Asked(engine, work, partnership_key, load_places(engine, work, partnership_key))
    figures, as_at = asked.figures(period, most_live)
    before, _ = asked.figures(period.before, most_live)
    return Report(
        partnership_key=partnership_key,
        partnership=names[partnership_key],
        period=period,
        as_at=as_at,
        is_complete=not facts_wait(work, partnership_key),
        versions=tuple(_versions(work, partnership_key, period, asked.places)),
        figures=figures,
        before=before,
    )


@dataclass(frozen=True)
class _Asked:
    engine: Engine
    work: UnitOfWork
    partnership_key: str
    places: Places

    def figures(self, period: Period, most_live: int) -> tuple[Counted, datetime]:
        """Return the figures of a period, counted now or kept, and when they were counted."""
        engine, work, key = self.engine, self.work, self.partnership_key
        if count_cases(work, key, period, most=most_live + 1) <= most_live:
            counted = count_figures(engine, work, key, period, self.places)
            return counted, engine.clock.now()
        kept = work.session.get(KeptReport, (key, period.key))
        if kept is None:
            message = (
                f"{period.in_words} has very many cases and is being counted in the background. "
                "The current quarter and the eight before are counted ahead; try again in some "
                "minutes."
            )
            raise ReportNotMadeError(message)
        rows = engine.sealer.open_json(kept.figures, FIGURES_LABEL)
        return {name: tuple(map(_row, found)) for name, found in rows.items()}, kept.as_at


def _row(kept: Sequence[object]) -> Row:
    key, label, is_found, *values = kept
    return Row(str(key), str(label), tuple(map(unpack, values)), is_found=bool(is_found))


def _versions(
    work: UnitOfWork, partnership_key: str, period: Period, places: Places
) -> Iterator[UsedVersion]:
    counts = raised_under(work, partnership_key, period)
    begun = [version for version in places.versions if version.published_at < period.ends_at]
    before = {
        (version.key, version.edition): version.id
        for version in begun
        if version.published_at <= period.starts_at
    }
    for version in begun:
        newest = before.get((version.key, version.edition), version.id)
        is_in_force = version.published_at > period.starts_at or version.id == newest
        if is_in_force or version.id in counts:
            yield UsedVersion(version, counts.get(version.id, 0), is_in_force)
